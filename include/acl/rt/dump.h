// Dumping of operator inputs and outputs.
#ifndef ACL_RT_DUMP_H_
#define ACL_RT_DUMP_H_

#include "acl/acl_base.h"

#ifdef __cplusplus
extern "C" {
#endif

// Prepares dumping; needs aclInit.
ACL_FUNC_VISIBILITY aclError aclmdlInitDump(void);

// Starts dumping as a JSON file says.
ACL_FUNC_VISIBILITY aclError aclmdlSetDump(const char *dumpCfgPath);

// Ends dumping.
ACL_FUNC_VISIBILITY aclError aclmdlFinalizeDump(void);

#ifdef __cplusplus
}
#endif

#endif // ACL_RT_DUMP_H_
