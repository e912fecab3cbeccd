/* Everything in a tile is float32: the tables and their gradients stay in cache while batches of data rows stream by.
 * The batches come in the order of the axes, so each sum is taken in that order. */
#include "rope_tile.h"

#include <string.h>

#include "half.h"
#include "rope_rows.h"

enum { ACL_FLOAT = 0, ACL_FLOAT16 = 1 };

enum { BATCH_ELEMENTS = 1024 }; /* with their table rows these fit the first-level cache */

/* Buffers at equal distances from page boundaries would compete for the same few cache lines. */
enum { PAGE = 1024, SKEW = 144 };

struct context {
    const struct acl_sim_rope_grad *task;
    const struct acl_sim_rope_tile *tile;
    float *cos, *turn, *dcos, *dsin; /* the tile, contiguous */
    float *dy, *x, *dx;              /* the batch, contiguous, unless it is float32 already */
};

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t batch_rows(int64_t d)
{
    return d < BATCH_ELEMENTS ? BATCH_ELEMENTS / d : 1;
}

static int64_t buffer_size(int64_t elements)
{
    return (elements + PAGE - 1) / PAGE * PAGE + SKEW;
}

int64_t acl_sim_rope_tile_scratch(int64_t rows, int64_t d)
{
    return 4 * buffer_size(rows * d) + 3 * buffer_size(batch_rows(d) * d);
}

static void *element(int dtype, void *at, int64_t index)
{
    return (char *)at + index * (dtype == ACL_FLOAT ? 4 : 2);
}

static void *row(int dtype, const struct acl_sim_rows *rows, const int64_t i[3])
{
    return element(dtype, rows->at, i[0] * rows->step[0] + i[1] * rows->step[1] + i[2] * rows->step[2]);
}

static void widen(int dtype, const void *from, float *to, int64_t n)
{
    if (dtype == ACL_FLOAT)
        memcpy(to, from, (size_t)n * sizeof *to);
    else if (dtype == ACL_FLOAT16)
        acl_sim_f16_to_f32(from, to, (size_t)n);
    else
        acl_sim_bf16_to_f32(from, to, (size_t)n);
}

static void narrow(int dtype, const float *from, void *to, int64_t n)
{
    if (dtype == ACL_FLOAT)
        memcpy(to, from, (size_t)n * sizeof *from);
    else if (dtype == ACL_FLOAT16)
        acl_sim_f32_to_f16(from, to, (size_t)n);
    else
        acl_sim_f32_to_bf16(from, to, (size_t)n);
}

/* From rows to contiguous float32 and back; i is the first of them, the others follow along the third axis. */
static void widen_rows(const struct acl_sim_rope_grad *task, const struct acl_sim_rows *from, const int64_t i[3],
                       float *to, int64_t rows)
{
    const int64_t d = task->shape[3], step = from->step[2], together = step == d ? rows : 1;
    void *first = row(task->dtype, from, i);
    for (int64_t k = 0; k < rows; k += together)
        widen(task->dtype, element(task->dtype, first, k * step), to + k * d, together * d);
}

static void narrow_rows(const struct acl_sim_rope_grad *task, const float *from, const struct acl_sim_rows *to,
                        const int64_t i[3], int64_t rows)
{
    const int64_t d = task->shape[3], step = to->step[2], together = step == d ? rows : 1;
    void *first = row(task->dtype, to, i);
    for (int64_t k = 0; k < rows; k += together)
        narrow(task->dtype, from + k * d, element(task->dtype, first, k * step), together * d);
}

/* The rows as float32: themselves, or the scratch buffer. */
static struct acl_sim_f32_rows in_f32(const struct acl_sim_rope_grad *task, const struct acl_sim_rows *rows,
                                      const int64_t i[3], float *scratch)
{
    if (task->dtype == ACL_FLOAT)
        return (struct acl_sim_f32_rows){row(ACL_FLOAT, rows, i), rows->step[2]};
    return (struct acl_sim_f32_rows){scratch, task->shape[3]};
}

static void load_tables(const struct context *to)
{
    const struct acl_sim_rope_grad *task = to->task;
    const struct acl_sim_rope_tile *tile = to->tile;
    const int64_t d = task->shape[3], rows = tile->count[2];
    int64_t at = 0;
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++, at += rows * d) {
            const int64_t first[3] = {tile->from[0] + i, tile->from[1] + j, tile->from[2]};
            widen_rows(task, &task->cos, first, to->cos + at, rows);
            widen_rows(task, &task->sin, first, to->turn + at, rows);
        }
    acl_sim_rope_transpose_rows(task->mode, (size_t)(at / d), (size_t)d, (struct acl_sim_f32_rows){to->turn, d});
    /* Zero would turn a sum of one term, -0, into 0. */
    for (int64_t i = 0; task->x.at && i < at; i++)
        to->dcos[i] = to->dsin[i] = -0.0f;
}

static void rotate_batch(const struct context *context, const int64_t i[3], int64_t rows)
{
    const struct acl_sim_rope_grad *task = context->task;
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t d = task->shape[3], step = tile->step[2] * d;
    int64_t at = 0;
    for (int axis = 0; axis < 3; axis++)
        at += (i[axis] - tile->from[axis]) * tile->step[axis] * d;
    const struct acl_sim_f32_rows cos = {context->cos + at, step}, turn = {context->turn + at, step};
    const struct acl_sim_f32_rows dcos = {context->dcos + at, step}, dsin = {context->dsin + at, step};
    const struct acl_sim_f32_rows dy = in_f32(task, &task->dy, i, context->dy);
    const struct acl_sim_f32_rows dx = in_f32(task, &task->dx, i, context->dx);

    if (dy.at == context->dy)
        widen_rows(task, &task->dy, i, dy.at, rows);
    acl_sim_rope_grad_rows(task->mode, (size_t)rows, (size_t)d, cos, turn, dy, dx);
    if (dx.at == context->dx)
        narrow_rows(task, dx.at, &task->dx, i, rows);
    if (!task->x.at)
        return;
    const struct acl_sim_f32_rows x = in_f32(task, &task->x, i, context->x);
    if (x.at == context->x)
        widen_rows(task, &task->x, i, x.at, rows);
    acl_sim_rope_table_grad_rows(task->mode, (size_t)rows, (size_t)d, dy, x, dcos, dsin);
}

static void rotate(const struct context *context)
{
    const struct acl_sim_rope_tile *tile = context->tile;
    const int64_t batch = batch_rows(context->task->shape[3]);
    int64_t to[3];
    for (int axis = 0; axis < 3; axis++)
        to[axis] = tile->from[axis] + tile->data_count[axis];
    for (int64_t i = tile->from[0]; i < to[0]; i++)
        for (int64_t j = tile->from[1]; j < to[1]; j++)
            for (int64_t k = tile->from[2]; k < to[2]; k += batch)
                rotate_batch(context, (int64_t[]){i, j, k}, smaller(batch, to[2] - k));
}

static void store_table_grads(const struct context *from)
{
    const struct acl_sim_rope_grad *task = from->task;
    const struct acl_sim_rope_tile *tile = from->tile;
    const int64_t d = task->shape[3], rows = tile->count[2], *size = task->table_shape;
    const struct acl_sim_rows dcos = {task->dcos, {size[1] * size[2] * d, size[2] * d, d}};
    const struct acl_sim_rows dsin = {task->dsin, {size[1] * size[2] * d, size[2] * d, d}};
    int64_t at = 0;
    for (int64_t i = 0; i < tile->count[0]; i++)
        for (int64_t j = 0; j < tile->count[1]; j++, at += rows * d) {
            const int64_t first[3] = {tile->from[0] + i, tile->from[1] + j, tile->from[2]};
            narrow_rows(task, from->dcos + at, &dcos, first, rows);
            narrow_rows(task, from->dsin + at, &dsin, first, rows);
        }
}

void acl_sim_rope_grad_tile(const struct acl_sim_rope_grad *task, const struct acl_sim_rope_tile *tile, float *scratch)
{
    const int64_t d = task->shape[3];
    const int64_t table = buffer_size(tile->count[0] * tile->count[1] * tile->count[2] * d);
    const int64_t batch = buffer_size(batch_rows(d) * d);
    float *rest = scratch + 4 * table;
    const struct context context = {
        .task = task, .tile = tile, .cos = scratch, .turn = scratch + table, .dcos = scratch + 2 * table,
        .dsin = scratch + 3 * table, .dy = rest, .x = rest + batch, .dx = rest + 2 * batch,
    };
    load_tables(&context);
    rotate(&context);
    if (task->x.at)
        store_table_grads(&context);
}
