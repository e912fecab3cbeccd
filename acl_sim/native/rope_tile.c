/* The tables and their gradients stay in cache as float32 while rows of data stream by, in the order of the axes: so a
 * sum over an outer and an inner axis is taken outer axis first. */
#include "rope_tile.h"

#include <string.h>

#include "half.h"
#include "rope_rows.h"

enum { BATCH_ELEMENTS = 1024 }; /* of dy: from first-level cache when read again for the tables' gradients */

/* Tables at equal distances from page boundaries would compete for the same few lines of the cache. */
enum { PAGE_FLOATS = 1024, SKEW_FLOATS = 144 };

struct context {
    const struct acl_sim_rope_grad *task;
    const struct acl_sim_rope_tile *tile;
    float *cos, *turn, *dcos, *dsin; /* rows of the tile, contiguous */
};

static int64_t table_floats(int64_t rows, int64_t d)
{
    return (rows * d + PAGE_FLOATS - 1) / PAGE_FLOATS * PAGE_FLOATS + SKEW_FLOATS;
}

int64_t acl_sim_rope_tile_floats(int64_t rows, int64_t d)
{
    return 4 * table_floats(rows, d);
}

static void *element(int dtype, void *at, int64_t index)
{
    return (char *)at + index * (dtype == ACL_SIM_ROPE_F32 ? 4 : 2);
}

static struct acl_sim_data_rows rows_from(int dtype, const struct acl_sim_rows *rows, const int64_t i[3])
{
    const int64_t index = i[0] * rows->step[0] + i[1] * rows->step[1] + i[2] * rows->step[2];
    return (struct acl_sim_data_rows){element(dtype, rows->at, index), rows->step[2]};
}

static void widen(int dtype, const void *from, float *to, size_t n)
{
    if (dtype == ACL_SIM_ROPE_F32) memcpy(to, from, n * sizeof *to);
    else if (dtype == ACL_SIM_ROPE_F16) acl_sim_f16_to_f32(from, to, n);
    else acl_sim_bf16_to_f32(from, to, n);
}

static void narrow(int dtype, const float *from, void *to, size_t n)
{
    if (dtype == ACL_SIM_ROPE_F32) memcpy(to, from, n * sizeof *from);
    else if (dtype == ACL_SIM_ROPE_F16) acl_sim_f32_to_f16(from, to, n);
    else acl_sim_f32_to_bf16(from, to, n);
}

static void load_table(const struct context *context, const struct acl_sim_rows *from, float *to)
{
    const struct acl_sim_rope_grad *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t d = task->shape[3];
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++)
            for (int64_t k = 0; k < tile->count[2]; k++, to += d) {
                const int64_t at[3] = {tile->from[0] + i, tile->from[1] + j, tile->from[2] + k};
                widen(task->dtype, rows_from(task->dtype, from, at).at, to, (size_t)d);
            }
}

static void store_table(const struct context *context, const float *from, void *to)
{
    const struct acl_sim_rope_grad *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t *size = task->table_shape, d = task->shape[3], n = tile->count[2] * d;
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++, from += n) {
            const int64_t row = ((tile->from[0] + i) * size[1] + tile->from[1] + j) * size[2] + tile->from[2];
            narrow(task->dtype, from, element(task->dtype, to, row * d), (size_t)n);
        }
}

static void rotate_batch(const struct context *context, const int64_t i[3], int64_t batch)
{
    const struct acl_sim_rope_grad *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int dtype = task->dtype, mode = task->mode;
    const size_t rows = (size_t)batch, d = (size_t)task->shape[3];
    const int64_t step = tile->step[2] * task->shape[3];
    int64_t row = 0;
    for (int axis = 0; axis < 3; axis++) row += (i[axis] - tile->from[axis]) * tile->step[axis];
    const int64_t at = row * task->shape[3];

    const struct acl_sim_table_rows cos = {context->cos + at, step}, turn = {context->turn + at, step};
    const struct acl_sim_data_rows dy = rows_from(dtype, &task->dy, i), dx = rows_from(dtype, &task->dx, i);
    acl_sim_rope_grad_rows(dtype, mode, rows, d, cos, turn, dy, dx);
    if (task->x.at) {
        const struct acl_sim_table_rows dcos = {context->dcos + at, step}, dsin = {context->dsin + at, step};
        acl_sim_rope_table_grad_rows(dtype, mode, rows, d, dy, rows_from(dtype, &task->x, i), dcos, dsin);
    }
}

static void rotate(const struct context *context)
{
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t d = context->task->shape[3], most = d < BATCH_ELEMENTS ? BATCH_ELEMENTS / d : 1;
    int64_t end[3];
    for (int axis = 0; axis < 3; axis++) end[axis] = tile->from[axis] + tile->data_count[axis];
    for (int64_t i = tile->from[0]; i < end[0]; i++)
        for (int64_t j = tile->from[1]; j < end[1]; j++)
            for (int64_t k = tile->from[2]; k < end[2]; k += most)
                rotate_batch(context, (int64_t[]){i, j, k}, end[2] - k < most ? end[2] - k : most);
}

void acl_sim_rope_grad_tile(const struct acl_sim_rope_grad *task, const struct acl_sim_rope_tile *tile, float *scratch)
{
    const int64_t d = task->shape[3], rows = tile->count[0] * tile->count[1] * tile->count[2];
    const int64_t table = table_floats(rows, d);
    const struct context context = {task, tile, scratch, scratch + table, scratch + 2 * table, scratch + 3 * table};
    load_table(&context, &task->cos, context.cos);
    load_table(&context, &task->sin, context.turn);
    acl_sim_rope_transpose_rows(task->mode, (size_t)rows, (size_t)d, context.turn);
    /* From zero, a sum of one term -0 would be 0. */
    for (int64_t i = 0; task->x.at && i < rows * d; i++) context.dcos[i] = context.dsin[i] = -0.0f;
    rotate(&context);
    if (task->x.at) {
        store_table(&context, context.dcos, task->dcos);
        store_table(&context, context.dsin, task->dsin);
    }
}
