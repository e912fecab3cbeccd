/* What the tasks of rope.h have in common, and a tile: a box of rows of cos and sin, the gradients of those rows, and
 * the rows of the data that use them. */
#ifndef ACL_SIM_NATIVE_ROPE_TILE_H
#define ACL_SIM_NATIVE_ROPE_TILE_H

#include "rope.h"

struct acl_sim_rope_task {
    int dtype, table_dtype, mode, direction; /* enum acl_sim_rope_direction */
    const int64_t *shape, *table_shape;
    struct acl_sim_rows from, cos, sin, x, to; /* from: x or dy; to: y or dx; x: only for the gradients of tables */
    void *dcos, *dsin;
};

/* The box along each leading axis: of the tables, of the data, and the distance of table rows inside the tile, which
 * is 0 where only the tables have size 1. */
struct acl_sim_rope_tile {
    int64_t from[3], count[3], data_count[3], step[3];
};

/* The size of the scratch space for a tile of so many table rows; it should be aligned to 64 bytes. */
int64_t acl_sim_rope_tile_floats(int64_t rows, int64_t d);

void acl_sim_rope_tile(const struct acl_sim_rope_task *task, const struct acl_sim_rope_tile *tile, float *scratch);

#endif
