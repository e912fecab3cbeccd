/* The tables and their gradients stay in cache as float32 while rows of data stream by, in the order of the axes: so a
 * sum over an outer and an inner axis is taken outer axis first. */
#include "rope_tile.h"

#include "rope_rows.h"

/* Tables at equal distances from page boundaries would compete for the same few lines of the cache. */
enum { PAGE_FLOATS = 1024, SKEW_FLOATS = 144 };

struct context {
    const struct acl_sim_rope_grad *task;
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

static void *element(int dtype, void *at, int64_t index)
{
    return (char *)at + index * (dtype == ACL_SIM_ROPE_F32 ? 4 : 2);
}

static struct acl_sim_data_rows rows_from(int dtype, const struct acl_sim_rows *rows, const int64_t i[3])
{
    const int64_t index = i[0] * rows->step[0] + i[1] * rows->step[1] + i[2] * rows->step[2];
    return (struct acl_sim_data_rows){element(dtype, rows->at, index), rows->step[2]};
}

static void load_table(const struct context *context, int turn, const struct acl_sim_rows *from, float *to)
{
    const struct acl_sim_rope_grad *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t d = task->shape[3];
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++)
            for (int64_t k = 0; k < tile->count[2]; k++, to += d) {
                const int64_t at[3] = {tile->from[0] + i, tile->from[1] + j, tile->from[2] + k};
                const void *row = rows_from(task->dtype, from, at).at;
                context->kernels->load_table(task->dtype, task->mode, turn, (size_t)d, row, to);
            }
}

static void store_table(const struct context *context, const float *from, void *to)
{
    const struct acl_sim_rope_grad *task = context->task;
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

/* The rows of the data at indices i and j that use the tile. */
static void rotate_rows(const struct context *context, int64_t i, int64_t j)
{
    const struct acl_sim_rope_grad *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int dtype = task->dtype;
    const int64_t d = task->shape[3], step = tile->step[2] * d, index[3] = {i, j, tile->from[2]};
    const int64_t at = ((i - tile->from[0]) * tile->step[0] + (j - tile->from[1]) * tile->step[1]) * d;
    struct acl_sim_rope_operands operands = {
        .cos = {context->cos + at, step},
        .turn = {context->turn + at, step},
        .dcos = {context->dcos + at, step},
        .dsin = {context->dsin + at, step},
        .dy = rows_from(dtype, &task->dy, index),
        .dx = rows_from(dtype, &task->dx, index),
    };
    if (task->x.at) operands.x = rows_from(dtype, &task->x, index);
    context->kernels->grad(dtype, task->mode, (size_t)tile->data_count[2], (size_t)d, &operands);
}

void acl_sim_rope_grad_tile(const struct acl_sim_rope_grad *task, const struct acl_sim_rope_tile *tile, float *scratch)
{
    const int64_t d = task->shape[3], rows = tile->count[0] * tile->count[1] * tile->count[2];
    const int64_t table = table_floats(rows, d);
    const struct acl_sim_rope_kernels *kernels = acl_sim_rope_kernels(task->mode, (size_t)d);
    const struct context context = {
        task, tile, kernels, scratch, scratch + table, scratch + 2 * table, scratch + 3 * table};
    load_table(&context, 0, &task->cos, context.cos);
    load_table(&context, 1, &task->sin, context.turn);
    /* From zero, a sum of one term -0 would be 0. */
    for (int64_t i = 0; task->x.at && i < rows * d; i++) context.dcos[i] = context.dsin[i] = -0.0f;
    for (int64_t i = 0; i < tile->data_count[0]; i++)
        for (int64_t j = 0; j < tile->data_count[1]; j++) rotate_rows(&context, tile->from[0] + i, tile->from[1] + j);
    if (task->x.at) {
        store_table(&context, context.dcos, task->dcos);
        store_table(&context, context.dsin, task->dsin);
    }
}
