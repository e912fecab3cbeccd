/* Parameters of all operations for inference: the type of the parameter chooses the operation. */
#ifndef ATB_INFER_OP_PARAMS_H
#define ATB_INFER_OP_PARAMS_H

#include <cstdint>
#include <limits>
#include <string>

#include "acl/acl.h"
#include "atb/svector.h"
#include "hccl/hccl_types.h"

#include "atb/params/attention.h"
#include "atb/params/cache.h"
#include "atb/params/collective.h"
#include "atb/params/elewise.h"
#include "atb/params/enums.h"
#include "atb/params/linear.h"
#include "atb/params/norm.h"
#include "atb/params/rope.h"
#include "atb/params/sampling.h"
#include "atb/params/shape.h"

#endif
