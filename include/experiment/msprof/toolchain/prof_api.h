// How frameworks hand their own records to the profiler.
#ifndef PROF_API_H
#define PROF_API_H

#include <stddef.h>
#include <stdint.h>

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t (*ProfCommandHandle)(uint32_t type, void *data, uint32_t len);

// A span of host time.
struct MsprofApi {
    uint16_t magicNumber;
    uint16_t level;
    uint32_t type;
    uint32_t threadId;
    uint32_t reserve;
    uint64_t beginTime;
    uint64_t endTime;
    uint64_t itemId;
};

// Asks to be told when collection starts and stops.
ACL_FUNC_VISIBILITY int32_t MsprofRegisterCallback(uint32_t moduleId, ProfCommandHandle handle);

// Records: they are dropped while nothing is collected.
ACL_FUNC_VISIBILITY int32_t MsprofReportApi(uint32_t nonPersistantFlag, const struct MsprofApi *api);
ACL_FUNC_VISIBILITY int32_t MsprofReportCompactInfo(uint32_t nonPersistantFlag, void *const data, uint32_t length);
ACL_FUNC_VISIBILITY int32_t MsprofReportAdditionalInfo(uint32_t nonPersistantFlag, void *const data, uint32_t length);

// A number that stands for a text in records.
ACL_FUNC_VISIBILITY uint64_t MsprofGetHashId(const char *hashInfo, size_t length);

// The clock of records.
ACL_FUNC_VISIBILITY uint64_t MsprofSysCycleTime(void);

#ifdef __cplusplus
}
#endif

#endif // PROF_API_H
