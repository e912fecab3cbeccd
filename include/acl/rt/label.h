// Labels: places in a model's streams to jump to.
#ifndef ACL_RT_LABEL_H_
#define ACL_RT_LABEL_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

// Makes a label.
ACL_FUNC_VISIBILITY aclError aclrtCreateLabel(aclrtLabel *label);

// Puts the label at this place of a stream.
ACL_FUNC_VISIBILITY aclError aclrtSetLabel(aclrtLabel label, aclrtStream stream);

// Frees a label.
ACL_FUNC_VISIBILITY aclError aclrtDestroyLabel(aclrtLabel label);

// Makes a table of num labels.
ACL_FUNC_VISIBILITY aclError aclrtCreateLabelList(aclrtLabel *labels, size_t num, aclrtLabelList *labelList);

// Frees the table, not the labels.
ACL_FUNC_VISIBILITY aclError aclrtDestroyLabelList(aclrtLabelList labelList);

// Queues a jump to the label whose index is at device address ptr, maxValue at most.
ACL_FUNC_VISIBILITY aclError aclrtSwitchLabelByIndex(void *ptr, uint32_t maxValue, aclrtLabelList labelList,
                                                     aclrtStream stream);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_LABEL_H_
