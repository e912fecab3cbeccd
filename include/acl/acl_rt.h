// The runtime. One header per chapter of the AscendCL reference lives in acl/rt/; programs include this
// one.
#ifndef INC_EXTERNAL_ACL_ACL_RT_H_
#define INC_EXTERNAL_ACL_ACL_RT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "acl_base.h"
#include "acl_rt_allocator.h"
#include "acl/rt/version.h"        // 24 versions
#include "acl/rt/initialization.h" // 02
#include "acl/rt/configuration.h"  // 03
#include "acl/rt/device.h"         // 04
#include "acl/rt/context.h"        // 05
#include "acl/rt/stream.h"         // 06
#include "acl/rt/event.h"          // 07
#include "acl/rt/notify.h"         // 08
#include "acl/rt/count_notify.h"   // 09
#include "acl/rt/label.h"          // 10
#include "acl/rt/memory.h"         // 11-01
#include "acl/rt/memory_host.h"    // 11-02
#include "acl/rt/memory_copy.h"    // 11-03
#include "acl/rt/memory_virtual.h" // 11-04
#include "acl/rt/memory_managed.h" // 11-05
#include "acl/rt/memory_cmo.h"     // 11-06
#include "acl/rt/memory_ipc.h"     // 11-07
#include "acl/rt/memory_value.h"   // 11-09
#include "acl/rt/memory_symbol.h"  // 11-11
#include "acl/rt/execution.h"      // 12
#include "acl/rt/exception.h"      // 13
#include "acl/rt/kernel.h"         // 14
#include "acl/rt/model_ri.h"       // 15
#include "acl/rt/group.h"          // 16
#include "acl/rt/dump.h"           // 18
#include "acl/rt/shared_buffer.h"  // 20
#include "acl/rt/snapshot.h"       // 21

#endif // INC_EXTERNAL_ACL_ACL_RT_H_
