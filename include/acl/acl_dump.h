// Where dumps go, and dumps made by the program itself.
#ifndef INC_EXTERNAL_ACL_DUMP_H_
#define INC_EXTERNAL_ACL_DUMP_H_

#include <stdint.h>
#include "acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ACL_DUMP_MAX_FILE_PATH_LENGTH 4096
#define ACL_DUMP_MAX_SHAPE_NUM 25
#define ACL_OP_DUMP_OP_AICORE_ARGS 0x00000001U

typedef enum acldumpType {
    AIC_ERR_BRIEF_DUMP = 1,
    AIC_ERR_NORM_DUMP = 2,
    AIC_ERR_DETAIL_DUMP = 3,
    DATA_DUMP = 4,
    OVERFLOW_DUMP = 5,
} acldumpType;

typedef enum acldumpTensorType {
    ACL_DUMP_TENSOR_INPUT = 0,
    ACL_DUMP_TENSOR_OUTPUT = 1,
    ACL_DUMP_TENSOR_WORKSPACE = 2,
} acldumpTensorType;

typedef enum acldumpTensorAddressType {
    ACL_DUMP_ADDR_PTR = 0,
    ACL_DUMP_ADDR_PTR_PTR = 1,
    ACL_DUMP_ADDR_RAW = 2,
} acldumpTensorAddressType;

typedef enum acldumpTensorPlacement {
    ACL_DUMP_PLACEMENT_DEVICE = 0,
    ACL_DUMP_PLACEMENT_HOST = 1,
    ACL_DUMP_PLACEMENT_END = 2,
} acldumpTensorPlacement;

typedef struct acldumpTensorInfo {
    acldumpTensorType type;
    size_t tensorSize;
    int32_t format;   // an aclFormat
    int32_t dataType; // an aclDataType
    int64_t *tensorAddr;
    acldumpTensorAddressType addrType;
    acldumpTensorPlacement placement;
    uint32_t argsOffset;
    uint32_t shapeNum;
    uint32_t originShapeNum;
    uint64_t shape[ACL_DUMP_MAX_SHAPE_NUM];
    uint64_t originShape[ACL_DUMP_MAX_SHAPE_NUM];
} acldumpTensorInfo;

// One piece of a dump file, bufLen bytes of it.
typedef struct acldumpChunk {
    char fileName[ACL_DUMP_MAX_FILE_PATH_LENGTH];
    uint32_t bufLen;
    uint32_t isLastChunk;
    int64_t offset;
    int32_t flag;
    ACL_EXTENSION uint8_t dataBuf[0];
} acldumpChunk;

typedef int32_t (*acldumpMessageCallback)(const acldumpChunk *chunk, int32_t len);

// Directory that dumps of a type go to.
ACL_FUNC_VISIBILITY const char *acldumpGetPath(acldumpType dumpType);

// Sends dump files to a callback instead of to disk.
ACL_FUNC_VISIBILITY aclError acldumpRegCallback(acldumpMessageCallback messageCallback, int32_t flag);

// Ends that.
ACL_FUNC_VISIBILITY void acldumpUnregCallback(void);

// Starts dumping operator arguments, ACL_OP_DUMP_OP_*, to a directory.
ACL_FUNC_VISIBILITY aclError aclopStartDumpArgs(uint32_t dumpType, const char *path);

// Ends that.
ACL_FUNC_VISIBILITY aclError aclopStopDumpArgs(uint32_t dumpType);

// Directory of exception dumps, at most maxLen bytes.
ACL_FUNC_VISIBILITY aclError acldumpGetExceptionInfoPath(char *path, size_t maxLen);

// Writes an exception dump of some tensors.
ACL_FUNC_VISIBILITY aclError acldumpSaveExceptionInfo(const char *fileName, const char *userTag,
                                                      const acldumpTensorInfo *tensors, size_t tensorCount);

#ifdef __cplusplus
}
#endif

#endif // INC_EXTERNAL_ACL_DUMP_H_
