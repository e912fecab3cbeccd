/* What a fault needs to know about the block it hit; internal to the native layer. */
#ifndef ACL_SIM_NATIVE_FAULT_H
#define ACL_SIM_NATIVE_FAULT_H

#include <stddef.h>
#include <stdint.h>

struct acl_sim_block {
    uintptr_t start;
    size_t size;      /* what the program asked for */
    size_t footprint; /* up to the next block: the slack behind `size` reads as zero */
    uint64_t serial;  /* counts allocations from 1; 0 is an empty entry */
    uintptr_t site;   /* return address of the allocating call */
    int device;
    int live;
};

/* 1 when the address lies in a device space; found->serial is 0 when it lies in no block. Async-signal-safe. */
int acl_sim_block_find(uintptr_t address, struct acl_sim_block *found);

#endif
