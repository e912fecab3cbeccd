// Offline models. They need files that only the graph compiler makes, so nothing is offered here; acl.h
// includes this header as programs expect.
#ifndef INC_EXTERNAL_ACL_ACL_MODEL_H_
#define INC_EXTERNAL_ACL_ACL_MODEL_H_

#include "acl_base.h"
#include "acl_rt.h"

#endif // INC_EXTERNAL_ACL_ACL_MODEL_H_
