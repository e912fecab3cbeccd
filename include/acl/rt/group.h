// Groups: parts of a device's cores.
#ifndef ACL_RT_GROUP_H_
#define ACL_RT_GROUP_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum aclrtGroupAttr {
    ACL_GROUP_AICORE_INT = 0,
    ACL_GROUP_AIV_INT = 1,
    ACL_GROUP_AIC_INT = 2,
    ACL_GROUP_SDMANUM_INT = 3,
    ACL_GROUP_ASQNUM_INT = 4,
    ACL_GROUP_GROUPID_INT = 5,
} aclrtGroupAttr;

typedef struct tagRtGroupInfo aclrtGroupInfo;

// Lets this thread use one group.
ACL_FUNC_VISIBILITY aclError aclrtSetGroup(int32_t groupId);

// How many groups there are.
ACL_FUNC_VISIBILITY aclError aclrtGetGroupCount(uint32_t *count);

// Makes room to describe all groups.
ACL_FUNC_VISIBILITY aclrtGroupInfo *aclrtCreateGroupInfo(void);

// Releases it.
ACL_FUNC_VISIBILITY aclError aclrtDestroyGroupInfo(aclrtGroupInfo *groupInfo);

// Fills it.
ACL_FUNC_VISIBILITY aclError aclrtGetAllGroupInfo(aclrtGroupInfo *groupInfo);

// One attribute of one group; groupIndex -1 means all of them.
ACL_FUNC_VISIBILITY aclError aclrtGetGroupInfoDetail(const aclrtGroupInfo *groupInfo, int32_t groupIndex,
                                                     aclrtGroupAttr attr, void *attrValue, size_t valueLen,
                                                     size_t *paramRetSize);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_GROUP_H_
