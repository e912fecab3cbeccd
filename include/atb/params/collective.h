/* Parameters of the operations on communication between ranks. */
#ifndef ATB_PARAMS_COLLECTIVE_H
#define ATB_PARAMS_COLLECTIVE_H

#include <cstdint>
#include <string>
#include <vector>

#include "hccl/hccl_types.h"
#include "acl/acl.h"
#include "atb/params/enums.h"

namespace atb {
namespace infer {

/* The tensors of all ranks, one after the other, on every rank. */
struct AllGatherParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

/* The same for tensors of different lengths. */
struct AllGatherVParam {
    int rank = -1;
    int rankSize = 0;
    int rankRoot = 0;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

inline bool operator==(const AllGatherVParam &left, const AllGatherVParam &right)
{
    return left.rank == right.rank && left.rankSize == right.rankSize && left.rankRoot == right.rankRoot &&
           left.backend == right.backend && left.hcclComm == right.hcclComm && left.commMode == right.commMode &&
           left.rankTableFile == right.rankTableFile && left.commDomain == right.commDomain;
}

/* The sum, product, maximum or minimum over all ranks, on every rank. */
struct AllReduceParam {
    enum QuantType : int {
        QUANT_TYPE_UNQUANT = 0,
        QUANT_TYPE_UNDEFINED = 0,
        QUANT_TYPE_PER_TENSOR = 1,
        QUANT_TYPE_PER_CHANNEL = 2,
        QUANT_TYPE_MAX = 3,
    };
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    std::string allReduceType = "sum";
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    QuantType quantType = QUANT_TYPE_UNQUANT;
    aclDataType outDataType = ACL_DT_UNDEFINED;
    uint8_t rsv[64] = {0};
};

/* The tensor of the root, on every rank. */
struct BroadcastParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string backend = "hccl";
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

/* A reduction over all ranks of which each rank gets its part. */
struct ReduceScatterParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    std::string reduceType = "sum";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string backend = "lccl";
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

/* The same with parts of different lengths. */
struct ReduceScatterVParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    std::vector<int64_t> sendCounts;
    std::vector<int64_t> sdispls;
    std::int64_t recvCount = 0;
    std::string reduceType = "sum";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string backend = "hccl";
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

inline bool operator==(const ReduceScatterVParam &left, const ReduceScatterVParam &right)
{
    return left.rank == right.rank && left.rankSize == right.rankSize && left.rankRoot == right.rankRoot &&
           left.sendCounts == right.sendCounts && left.sdispls == right.sdispls && left.recvCount == right.recvCount &&
           left.reduceType == right.reduceType && left.hcclComm == right.hcclComm && left.commMode == right.commMode &&
           left.backend == right.backend && left.rankTableFile == right.rankTableFile &&
           left.commDomain == right.commDomain;
}

/* A tensor sent to another rank. */
struct SendParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    uint32_t destRank = 1;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

/* A tensor received from another rank. */
struct RecvParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    uint32_t srcRank = 1;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

/* Each rank gets its part of the tensors of all ranks. */
struct AllToAllParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    bool transpose = false;
    uint8_t rsv[62] = {0};
};

/* The same with parts of different lengths, known on the host. */
struct AllToAllVParam {
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    std::vector<int64_t> sendCounts;
    std::vector<int64_t> sdispls;
    std::vector<int64_t> recvCounts;
    std::vector<int64_t> rdispls;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

/* The same with lengths in device memory. */
struct AllToAllVV2Param {
    int rank = -1;
    int rankSize = 0;
    int rankRoot = 0;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    std::string commDomain;
    uint8_t rsv[64] = {0};
};

inline bool operator==(const AllToAllVV2Param &left, const AllToAllVV2Param &right)
{
    return left.rank == right.rank && left.rankSize == right.rankSize && left.rankRoot == right.rankRoot &&
           left.backend == right.backend && left.hcclComm == right.hcclComm && left.commMode == right.commMode &&
           left.rankTableFile == right.rankTableFile && left.commDomain == right.commDomain;
}

/* A matrix multiplication joined with communication between ranks. */
struct LinearParallelParam {
    enum ParallelType : int {
        UNDEFINED = -1,
        LINEAR_ALL_REDUCE = 0,
        LINEAR_REDUCE_SCATTER = 1,
        ALL_GATHER_LINEAR = 2,
        PURE_LINEAR = 3,
        ALL_GATHER_LINEAR_REDUCE_SCATTER = 4,
        ALLTOALLVC_ALL_GATHER_GMM = 5,
        GMM_REDUCE_SCATTER_ALLTOALLVC = 6,
        MAX = 7,
    };
    enum QuantType : int {
        QUANT_TYPE_UNDEFINED = -1,
        QUANT_TYPE_UNQUANT = -1,
        QUANT_TYPE_PER_TENSOR = 0,
        QUANT_TYPE_PER_CHANNEL = 1,
        QUANT_TYPE_PER_GROUP = 2,
        QUANT_TYPE_PER_TOKEN = 3,
        QUANT_TYPE_MAX = 4,
    };
    bool transWeight = true;
    int rank = 0;
    int rankSize = 0;
    int rankRoot = 0;
    bool hasResidual = false;
    std::string backend = "hccl";
    HcclComm hcclComm = nullptr;
    CommMode commMode = COMM_MULTI_PROCESS;
    std::string rankTableFile;
    ParallelType type = LINEAR_ALL_REDUCE;
    bool keepIntermediate = false;
    QuantType quantType = QUANT_TYPE_UNQUANT;
    int32_t quantGroupSize = 0;
    aclDataType outDataType = ACL_DT_UNDEFINED;
    std::string commDomain;
    struct TwoDimTPInfo {
        uint16_t agDim = 0;
        uint16_t rsDim = 0;
        uint8_t innerDimIsAg = 1;
        uint8_t rsv[3] = {0};
    };
    TwoDimTPInfo twoDimTPInfo;
    struct MoeInfo {
        int16_t localExpertNums = 1;
        int8_t epSize = 1;
        int8_t tpSize = 1;
    };
    MoeInfo moeInfo;
    uint8_t rsv[52] = {0};
};

} // namespace infer
} // namespace atb

#endif
