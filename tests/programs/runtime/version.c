/* Versions that a program may ask for. */
#include "../check.h"

int main(void)
{
    int32_t major = 0, minor = 0, patch = -1, number = 0;
    char text[ACL_PKG_VERSION_MAX_SIZE] = "";
    char runtime[] = "runtime", unknown[] = "no_such_package";
    aclCANNPackageVersion version;
    EXPECT(aclrtGetVersion(NULL, &minor, &patch), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetVersion(&major, NULL, &patch), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclrtGetVersion(&major, &minor, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclrtGetVersion(&major, &minor, &patch));
    EXPECT(major, ACL_MAJOR_VERSION);
    EXPECT(minor, ACL_MINOR_VERSION);
    EXPECT(patch, ACL_PATCH_VERSION);

    EXPECT(aclsysGetVersionStr(NULL, text), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetVersionStr(runtime, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetVersionStr(unknown, text), ACL_ERROR_INVALID_FILE);
    EXPECT_OK(aclsysGetVersionStr(runtime, text));
    EXPECT(sscanf(text, "%d.%d.%d", &major, &minor, &patch), 3);
    EXPECT(aclsysGetVersionNum(NULL, &number), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetVersionNum(runtime, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetVersionNum(unknown, &number), ACL_ERROR_INVALID_FILE);
    EXPECT_OK(aclsysGetVersionNum(runtime, &number));
    EXPECT(number, major * 10000000 + minor * 100000 + patch * 1000);

    EXPECT(aclsysGetCANNVersion(ACL_PKG_NAME_CANN, NULL), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetCANNVersion((aclCANNPackageName)8, &version), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetCANNVersion((aclCANNPackageName)-1, &version), ACL_ERROR_INVALID_PARAM);
    EXPECT_OK(aclsysGetCANNVersion(ACL_PKG_NAME_CANN, &version));
    EXPECT(strcmp(version.version, text), 0);
    EXPECT(strlen(version.majorVersion) > 0 && strlen(version.minorVersion) > 0, 1);
    EXPECT(aclsysGetCANNVersion(ACL_PKG_NAME_CANN, strange(1)), ACL_ERROR_INVALID_PARAM);
    EXPECT(aclsysGetVersionStr(strange(1), text), ACL_ERROR_INVALID_PARAM);
    return check_result();
}
