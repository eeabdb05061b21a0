namespace Remediator.Attributes;

/// <summary>One IAM action on one kind of resource.</summary>
/// <param name="Action">As in the Service Authorization Reference: <c>ec2:ModifyNetworkInterfaceAttribute</c>.</param>
/// <param name="Resource">
/// An ARN template with {partition}, {region}, {account}, and {id}, {name} or other names in braces for the resource; or <c>*</c>
/// where the service takes nothing narrower. In the action role the resource part becomes <c>*</c>; in a session policy it is
/// filled with what the finding says, where it says it, or with the step's option of that name.
/// </param>
/// <param name="Condition">An IAM condition block as JSON; null for none.</param>
public sealed record Permission(string Action, string Resource = "*", string? Condition = null);
