using Amazon.Runtime;

namespace Remediator.Attributes.Ec2Support;

/// <summary>EC2 error codes that are an answer rather than a failure.</summary>
internal static class Ec2Errors
{
    public const string AclEntryExists = "NetworkAclEntryAlreadyExists";
    public const string AclEntryNotFound = "InvalidNetworkAclEntry.NotFound";
    public const string AclNotFound = "InvalidNetworkAclID.NotFound";
    public const string AddressNotFound = "InvalidAllocationID.NotFound";
    public const string AssociationNotFound = "InvalidAssociationID.NotFound";
    public const string GroupDuplicate = "InvalidGroup.Duplicate";
    public const string InterfaceNotFound = "InvalidNetworkInterfaceID.NotFound";
    public const string InstanceMalformed = "InvalidInstanceID.Malformed";
    public const string InstanceNotFound = "InvalidInstanceID.NotFound";
    public const string ImageMalformed = "InvalidAMIID.Malformed";
    public const string ImageNotFound = "InvalidAMIID.NotFound";
    public const string ImageUnavailable = "InvalidAMIID.Unavailable";
    public const string PermissionNotFound = "InvalidPermission.NotFound";
    public const string SnapshotMalformed = "InvalidSnapshotID.Malformed";
    public const string SnapshotNotFound = "InvalidSnapshot.NotFound";

    public static bool Is(this AmazonServiceException e, params ReadOnlySpan<string> codes) => codes.Contains(e.ErrorCode);
}
