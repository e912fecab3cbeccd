// Everything a host program usually wants: the runtime, the operator and the model interfaces.
#ifndef INC_EXTERNAL_ACL_ACL_H_
#define INC_EXTERNAL_ACL_ACL_H_

#include "acl_rt.h"
#include "acl_op.h"
#include "acl_mdl.h"

#endif // INC_EXTERNAL_ACL_ACL_H_
