/* Communication domains. None of these functions is simulated: they say so and answer null or an error. */
#ifndef ATB_COMM_H
#define ATB_COMM_H

#include <cstdint>
#include <vector>

#include "atb/types.h"

namespace atb {

using HcclComm = void *;

namespace Comm {

/* A domain of rankSize processes of one machine; `commName` gets its name. */
HcclComm CreateHcclComm(int32_t rank, int32_t rankRoot, int32_t rankSize, char *commName);

/* The same, from a file that lists the ranks. */
HcclComm CreateHcclCommByRankTableFile(int32_t rank, int32_t rankSize, const char *rankTableFile, char *commName);

/* A domain of some ranks of a larger one that spans machines. */
HcclComm CreateHcclCrossMulitComm(const char *rankTableFile, uint32_t subCommRankId, std::vector<uint32_t> &rankIds,
                                  uint64_t subCommId, uint32_t hcclBufferSize, char *commName);

Status DestoryHcclComm(HcclComm comm);

} // namespace Comm
} // namespace atb

#endif
