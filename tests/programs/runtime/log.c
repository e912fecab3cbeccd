/* Writes to the application log and lets a call fail; the environment decides what becomes of it. */
#include "../check.h"

int main(void)
{
    char large[3000];
    memset(large, 'x', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    ACL_APP_LOG(ACL_DEBUG, "detail %d", 1);
    ACL_APP_LOG(ACL_INFO, "note %s", "two");
    ACL_APP_LOG(ACL_WARNING, "care %.1f", 3.0);
    ACL_APP_LOG(ACL_ERROR, "alarm \xc3\xa9");
    ACL_APP_LOG(ACL_ERROR, "%s", large);
    ACL_APP_LOG((aclLogLevel)99, "no such level");
    ACL_APP_LOG((aclLogLevel)-1, "no such level");
    aclAppLog(ACL_ERROR, NULL, "file", 1, "no function");
    aclAppLog(ACL_ERROR, "function", NULL, 1, "no file");
    aclAppLog(ACL_ERROR, "function", "file", 1, NULL);
    EXPECT(aclrtSetDevice(7654321), ACL_ERROR_RT_INVALID_DEVICEID);
    return check_result();
}
