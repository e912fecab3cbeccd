// Types of collective communication.
#ifndef HCCL_TYPES_H_
#define HCCL_TYPES_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void *HcclComm;

typedef enum {
    HCCL_SUCCESS = 0,
    HCCL_E_PARA = 1,
    HCCL_E_NOT_SUPPORT = 5,
} HcclResult;

typedef enum {
    HCCL_DETERMINISTIC = 0, // value 1 asks for the same sum every time
    HCCL_CONFIG_RESERVED,
} HcclConfig;

typedef union {
    int32_t value;
} HcclConfigValue;

#ifdef __cplusplus
}
#endif

#endif // HCCL_TYPES_H_
