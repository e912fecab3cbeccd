/* The tables and their gradients stay in cache as float32 while rows of data stream by, in the order of the axes: so a
 * sum over an outer and an inner axis is taken outer axis first. */
#include "rope_tile.h"

#include <string.h>

#include "rope_rows.h"

/* Tables at equal distances from page boundaries would compete for the same few lines of the cache. */
enum { PAGE_FLOATS = 1024, SKEW_FLOATS = 144 };

struct context {
    const struct acl_sim_rope_task *task;
    const struct acl_sim_rope_tile *tile;
    const struct acl_sim_rope_kernels *kernels;
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

static int64_t bytes(int dtype, int64_t elements)
{
    return elements * (dtype == ACL_SIM_ROPE_F32 ? 4 : 2);
}

static void *element(int dtype, void *at, int64_t index)
{
    return (char *)at + bytes(dtype, index);
}

static struct acl_sim_data_rows rows_from(int dtype, const struct acl_sim_rows *rows, const int64_t i[3])
{
    const int64_t index = i[0] * rows->step[0] + i[1] * rows->step[1] + i[2] * rows->step[2];
    return (struct acl_sim_data_rows){element(dtype, rows->at, index), rows->step[2]};
}

static void load_tables(const struct context *context)
{
    const struct acl_sim_rope_task *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t d = task->shape[3];
    float *cos = context->cos, *turn = context->turn;
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++)
            for (int64_t k = 0; k < tile->count[2]; k++, cos += d, turn += d) {
                const int64_t at[3] = {tile->from[0] + i, tile->from[1] + j, tile->from[2] + k};
                const void *cos_row = rows_from(task->table_dtype, &task->cos, at).at;
                const void *sin_row = rows_from(task->table_dtype, &task->sin, at).at;
                context->kernels->load_cos(task->table_dtype, task->dtype, task->mode, (size_t)d, cos_row, cos);
                context->kernels->load_turn(task->table_dtype, task->dtype, task->mode, task->direction, (size_t)d,
                                            sin_row, turn);
            }
}

static void store_table(const struct context *context, const float *from, void *to)
{
    const struct acl_sim_rope_task *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t *size = task->table_shape, d = task->shape[3];
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++)
            for (int64_t k = 0; k < tile->count[2]; k++, from += d) {
                const int64_t row = ((tile->from[0] + i) * size[1] + tile->from[1] + j) * size[2] + tile->from[2] + k;
                context->kernels->store_table(task->dtype, task->mode, (size_t)d, from,
                                              element(task->dtype, to, row * d));
            }
}

/* Row by row from a copy: in place, a mode that permutes would overwrite what it has yet to read. */
static void rotate_copies(const struct acl_sim_rope_task *task, const struct acl_sim_rope_kernels *kernels,
                          struct acl_sim_rope_operands at, int64_t rows, void *copy)
{
    const int64_t d = task->shape[3];
    for (; rows > 0; rows--) {
        memcpy(copy, at.to.at, (size_t)bytes(task->dtype, d));
        at.from.at = copy;
        kernels->rotate(task->dtype, task->mode, task->direction, 1, (size_t)d, &at);
        at.to.at = element(task->dtype, at.to.at, at.to.step);
        at.cos.at += at.cos.step, at.turn.at += at.turn.step;
    }
}

/* The rows of the data at indices i and j that use the tile. */
static void rotate_rows(const struct context *context, int64_t i, int64_t j)
{
    const struct acl_sim_rope_task *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int dtype = task->dtype;
    const int64_t d = task->shape[3], step = tile->step[2] * d, index[3] = {i, j, tile->from[2]};
    const int64_t at = ((i - tile->from[0]) * tile->step[0] + (j - tile->from[1]) * tile->step[1]) * d;
    const int64_t rows = tile->data_count[2];
    struct acl_sim_rope_operands operands = {
        .cos = {context->cos + at, step},
        .turn = {context->turn + at, step},
        .dcos = {context->dcos + at, step},
        .dsin = {context->dsin + at, step},
        .from = rows_from(dtype, &task->from, index),
        .to = rows_from(dtype, &task->to, index),
    };
    if (task->x.at) operands.x = rows_from(dtype, &task->x, index);
    if (task->direction == ACL_SIM_ROPE_FORWARD && task->from.at == task->to.at && acl_sim_rope_permutes(task->mode))
        rotate_copies(task, context->kernels, operands, rows, context->dcos); /* which forward has no other use for */
    else context->kernels->rotate(dtype, task->mode, task->direction, (size_t)rows, (size_t)d, &operands);
}

void acl_sim_rope_tile(const struct acl_sim_rope_task *task, const struct acl_sim_rope_tile *tile, float *scratch)
{
    const int64_t d = task->shape[3], rows = tile->count[0] * tile->count[1] * tile->count[2];
    const int64_t table = table_floats(rows, d);
    const int tables = task->direction == ACL_SIM_ROPE_BACKWARD_WITH_TABLES;
    const struct acl_sim_rope_kernels *kernels = acl_sim_rope_kernels(task->mode, (size_t)d);
    const struct context context = {
        task, tile, kernels, scratch, scratch + table, scratch + 2 * table, scratch + 3 * table};
    load_tables(&context);
    /* From zero, a sum of one term -0 would be 0. */
    for (int64_t i = 0; tables && i < rows * d; i++) context.dcos[i] = context.dsin[i] = -0.0f;
    for (int64_t i = 0; i < tile->data_count[0]; i++)
        for (int64_t j = 0; j < tile->data_count[1]; j++) rotate_rows(&context, tile->from[0] + i, tile->from[1] + j);
    if (tables) {
        store_table(&context, context.dcos, task->dcos);
        store_table(&context, context.dsin, task->dsin);
    }
}
