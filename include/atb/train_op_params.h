/* Parameters of the operations for training. */
#ifndef ATB_TRAIN_OP_PARAMS_H
#define ATB_TRAIN_OP_PARAMS_H

#include "acl/acl.h"
#include "atb/params/train.h"
#include "atb/svector.h"

#endif
