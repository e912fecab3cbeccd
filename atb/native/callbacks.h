/* What Python calls back: functions and operations of the program. */
#ifndef ATB_NATIVE_CALLBACKS_H
#define ATB_NATIVE_CALLBACKS_H

#include "atb/operation.h"
#include "python.h"

namespace atb {
namespace native {

/* Each gets an object of the program and numbers, into which it also writes its results. No exception leaves them. */
using Callback = int64_t (*)(void *object, int64_t *slots);

/* A ReshapeFunc. Slots: the old dims; the new ones take their place. */
int64_t reshape(void *object, int64_t *slots);

/* An InferShapeFunc, and InferShape of an operation of the program. Slots: the numbers of inputs and outputs, the
 * inputs' descriptions, room for those of the outputs. */
int64_t inferGraph(void *object, int64_t *slots);
int64_t inferOperation(void *object, int64_t *slots);

/* Setup and Execute of an operation of the program. Slots: the context, the workspace (null for Setup) and its size
 * (Setup's result), the numbers of inputs and outputs, the tensors. */
int64_t setupOperation(void *object, int64_t *slots);
int64_t executeOperation(void *object, int64_t *slots);

/* The condition of an IfCondParam. Slot: 1 where it holds, else 0. */
int64_t condition(void *object, int64_t *slots);

/* The handle of the operation of the program: Python knows it by the functions above. Null gives 0. */
uint64_t adopt(const void *caller, Operation *operation);

} // namespace native
} // namespace atb

#endif
