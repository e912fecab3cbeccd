/* The one function of the interface that gives a std::string: clients expect it in the older of the two layouts, and
 * the whole library is compiled in that one. */
#include <string>

extern "C" const char *aclGetRecentErrMsg(void);

namespace ge {

__attribute__((visibility("default"))) std::string GEGetErrorMsg()
{
    const char *message = aclGetRecentErrMsg();
    return message != nullptr ? message : "";
}

} // namespace ge
