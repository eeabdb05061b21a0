using Amazon.Runtime.Internal;

namespace Amazon.Runtime.Generated;

/// <summary>Makes the service's own exception out of an error answer.</summary>
public delegate AmazonServiceException ExceptionFactory(ErrorResponse error, WireResponse response);
