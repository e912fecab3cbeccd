/* Cuts the tables into tiles and deals these out to threads. A sum never crosses tiles: threads cannot change it. */
#include "rope.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "rope_rows.h"
#include "rope_tile.h"

enum {
    TILE_ELEMENTS = 1 << 15,   /* of each table */
    THREAD_ELEMENTS = 1 << 18, /* a thread costs more than less work than this */
    MAX_THREADS = 64,
    ALIGNMENT = 64,
};

struct job {
    const struct acl_sim_rope_task *task;
    int64_t extent[3], tiles; /* rows in a tile along each axis of the tables; tiles in all */
    _Atomic int64_t next;     /* the first tile nobody has taken */
};

struct worker {
    struct job *job;
    float *scratch;
    pthread_t thread;
};

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t divide_up(int64_t a, int64_t b)
{
    return (a + b - 1) / b;
}

/* Tiles are as wide as possible along the last axes, whose rows usually are neighbours in memory. */
static void cut(struct job *job, int64_t rows)
{
    job->tiles = 1;
    for (int axis = 2; axis >= 0; axis--) {
        job->extent[axis] = larger(1, smaller(rows, job->task->table_shape[axis]));
        job->tiles *= divide_up(job->task->table_shape[axis], job->extent[axis]);
        rows /= job->extent[axis];
    }
}

static struct acl_sim_rope_tile tile_of(const struct job *job, int64_t number)
{
    struct acl_sim_rope_tile tile;
    int64_t step = 1;
    for (int axis = 2; axis >= 0; axis--) {
        const int64_t size = job->task->table_shape[axis], data_size = job->task->shape[axis];
        const int64_t tiles = divide_up(size, job->extent[axis]);
        tile.from[axis] = number % tiles * job->extent[axis];
        tile.count[axis] = smaller(job->extent[axis], size - tile.from[axis]);
        tile.data_count[axis] = size == data_size ? tile.count[axis] : data_size;
        tile.step[axis] = size == data_size ? step : 0;
        step *= tile.count[axis];
        number /= tiles;
    }
    return tile;
}

static void *work(void *argument)
{
    const struct worker *worker = argument;
    struct job *job = worker->job;
    for (int64_t number; (number = atomic_fetch_add(&job->next, 1)) < job->tiles;) {
        const struct acl_sim_rope_tile tile = tile_of(job, number);
        acl_sim_rope_tile(job->task, &tile, worker->scratch);
    }
    return NULL;
}

/* How many of them run. Signals are for the host's threads: a new one starts with its creator's mask. */
static int64_t start(struct worker *team, int64_t workers)
{
    sigset_t all, before;
    sigfillset(&all);
    sigdelset(&all, SIGSEGV); /* which a thread causes itself, as it does the next */
    sigdelset(&all, SIGBUS);
    int64_t started = 0;
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (started < workers && !pthread_create(&team[started].thread, NULL, work, &team[started])) started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* The caller is one of the workers. Where the system refuses a thread, the others do its share. */
static int run(struct job *job, int64_t workers, int64_t floats)
{
    struct worker team[MAX_THREADS];
    const size_t bytes = (size_t)floats * sizeof(float) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
    char *scratch = aligned_alloc(ALIGNMENT, (size_t)workers * bytes);
    if (!scratch) return ENOMEM;
    for (int64_t i = 0; i < workers; i++)
        team[i] = (struct worker){.job = job, .scratch = (float *)(void *)(scratch + (size_t)i * bytes)};
    int64_t others = workers > 1 ? start(team + 1, workers - 1) : 0;
    work(&team[0]);
    while (others > 0) pthread_join(team[others--].thread, NULL);
    free(scratch);
    return 0;
}

static int is_known(int dtype)
{
    return dtype == ACL_SIM_ROPE_F32 || dtype == ACL_SIM_ROPE_F16 || dtype == ACL_SIM_ROPE_BF16;
}

static int rotate(const struct acl_sim_rope_task *task, int threads)
{
    const int64_t d = task->shape[3], unit = acl_sim_rope_unit(task->mode);
    const int suits = task->table_dtype == task->dtype || task->table_dtype == ACL_SIM_ROPE_F32;
    if (!is_known(task->dtype) || !suits || !unit || d % unit) return EINVAL;
    int64_t elements = d, table_rows = 1;
    for (int axis = 0; axis < 3; axis++) {
        elements *= task->shape[axis];
        table_rows *= task->table_shape[axis];
    }
    if (d == 0 || table_rows == 0) return 0;

    const int64_t useful = smaller(table_rows, elements / THREAD_ELEMENTS);
    const int64_t workers = larger(1, smaller(useful, smaller(threads, MAX_THREADS)));
    const int64_t rows = smaller(larger(1, TILE_ELEMENTS / d), divide_up(table_rows, workers));
    struct job job = {.task = task};
    cut(&job, rows);
    return run(&job, workers, acl_sim_rope_tile_floats(rows, d));
}

int acl_sim_rope(const struct acl_sim_rope *task, int threads)
{
    return rotate(
        &(struct acl_sim_rope_task){
            .dtype = task->dtype,
            .table_dtype = task->table_dtype,
            .mode = task->mode,
            .direction = ACL_SIM_ROPE_FORWARD,
            .shape = task->shape,
            .table_shape = task->table_shape,
            .from = task->x,
            .cos = task->cos,
            .sin = task->sin,
            .to = task->y,
        },
        threads);
}

int acl_sim_rope_grad(const struct acl_sim_rope_grad *task, int threads)
{
    return rotate(
        &(struct acl_sim_rope_task){
            .dtype = task->dtype,
            .table_dtype = task->dtype,
            .mode = task->mode,
            .direction = task->x.at ? ACL_SIM_ROPE_BACKWARD_WITH_TABLES : ACL_SIM_ROPE_BACKWARD,
            .shape = task->shape,
            .table_shape = task->table_shape,
            .from = task->dy,
            .cos = task->cos,
            .sin = task->sin,
            .x = task->x,
            .to = task->dx,
            .dcos = task->dcos,
            .dsin = task->dsin,
        },
        threads);
}
