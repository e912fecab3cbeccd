/* What the library's functions take and answer: statuses, tensors, graphs. */
#ifndef ATB_TYPES_H
#define ATB_TYPES_H

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "acl/acl.h"
#include "aclnn/acl_meta.h"
#include "atb/svector.h"

namespace atb {

using Status = int32_t;

constexpr uint32_t MAX_DIM = 8;

enum ErrorType : int {
    NO_ERROR = 0,
    ERROR_INVALID_PARAM,
    ERROR_INVALID_GRAPH,
    ERROR_INTERNAL_ERROR,
    ERROR_RT_FAIL,
    ERROR_INVALID_IN_TENSOR_NUM,
    ERROR_INVALID_TENSOR_DTYPE,
    ERROR_INVALID_TENSOR_FORMAT,
    ERROR_INVALID_TENSOR_DIM,
    ERROR_INVALID_TENSOR_SIZE,
    ERROR_OPERATION_NULL_RUNNER,
    ERROR_GRAPH_INFERSHAPE_FUNC_FAIL,
    ERROR_CANN_ERROR,
    ERROR_INVALID_TENSOR_INI_MATCH,
    ERROR_INVALID_TENSOR_ADDR,
    ERROR_INVALID_TENSOR_NUM,
    ERROR_INVALID_TENSOR_DIM_NUM,
    ERROR_INVALID_SINGLE_OPERATION_PARAM,
    ERROR_GRAPH_NODE_RESHAPE_FUNC_FAIL,
    ERROR_INVALID_GRAPH_NODE_CHUNK,
    ERROR_INVALID_CONTEXT_ADDR,
    ERROR_INVALID_STREAM,
    ERROR_INVALID_WORKSPACE_SIZE,
    ERROR_INVALID_WORKSPACE_ADDR,
    ERROR_INVALID_OPERATION_ADDR,
    ERROR_HCCL_FAIL,
    ERROR_OUT_OF_DEVICE_MEMORY,
    ERROR_OUT_OF_HOST_MEMORY,
    ERROR_COMM_EMPTY,
    ERROR_COPY_HOST_MEMORY_FAIL,
};

enum class LogLevel : int {
    DEBUG = 0,
    INFO,
    WARN,
    ERROR,
    NONE,
};

struct Dims {
    int64_t dims[MAX_DIM] = {};
    uint64_t dimNum = 0; // how many of them count
};

struct TensorDesc {
    aclDataType dtype = ACL_DT_UNDEFINED;
    aclFormat format = ACL_FORMAT_UNDEFINED;
    Dims shape;
};

/* Data on the device, on the host, or both; dataSize is in bytes. */
struct Tensor {
    TensorDesc desc;
    void *deviceData = nullptr;
    void *hostData = nullptr;
    uint64_t dataSize = 0;
};

/* The tensors of one run of an operation. */
struct VariantPack {
    SVector<Tensor> inTensors;
    SVector<Tensor> outTensors;
};

/* Part chunkIndex of a tensor that is cut into chunkNum equal parts along its first axis. */
struct Chunk {
    uint32_t chunkNum = 1;
    uint32_t chunkIndex = 0;
};

/* Gives the shape with which a node takes a tensor of a graph; the number of elements must stay. */
using ReshapeFunc = std::function<void(const Dims &oldShape, Dims &newShape)>;
using InferShapeFunc =
    std::function<Status(const SVector<TensorDesc> &inTensorDescs, SVector<TensorDesc> &outTensorDescs)>;

class Operation;

/* One operation of a graph, and which of the graph's tensors it takes and gives. */
struct Node {
    Operation *operation = nullptr;
    SVector<uint32_t> inTensorIds;
    SVector<uint32_t> outTensorIds;
    SVector<ReshapeFunc> inTensorReshapeFuncs;
    SVector<Chunk> inTensorChunks;
};

/* Tensors are numbered: inputs first, then outputs, then internal ones. The graph owns the operations of its nodes. */
struct GraphParam {
    std::string name; // letters, digits and underscores, at most 128
    uint32_t inTensorNum = 0;
    uint32_t outTensorNum = 0;
    uint32_t internalTensorNum = 0;
    std::vector<Node> nodes;
    InferShapeFunc inferShapeFunc = nullptr;
};

/* The remaining types are for operations of the program's own that call aclnn operators. */
struct AclNNIntArray {
    aclIntArray *intArray = nullptr;
    std::vector<int64_t> data = {};
    std::vector<int32_t> dataOri = {};
    uint64_t dataSize = 0;
};

class AclNNTensor
{
   public:
    static const int64_t notInTensorList = -1;

    Tensor atbTensor;
    SVector<int64_t> strides = {};
    aclTensor *tensor = nullptr;
    AclNNIntArray intArrayHostData;
    int tensorListidx = notInTensorList;
    int tensorIdx = -1;
    bool needUpdateTensorDataPtr = false;
};

struct AclNNVariantPack {
    SVector<std::shared_ptr<AclNNTensor>> aclInTensors;
    SVector<std::shared_ptr<AclNNTensor>> aclOutTensors;
    SVector<aclTensorList *> aclInTensorList;
    SVector<aclTensorList *> aclOutTensorList;
};

} // namespace atb

#endif
