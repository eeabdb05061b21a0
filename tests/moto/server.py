"""moto_server with two filters of DescribeNetworkInterfaces that EC2 documents and moto answers with an error; nothing else of it is changed.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
"""
import sys

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.server import main

_known = NetworkInterface.get_filter_value


def _value(self, filter_name, *method):
    if filter_name == "association.public-ip":
        return self.public_ip
    if filter_name == "ipv6-addresses.ipv6-address":
        return self.ipv6_addresses
    return _known(self, filter_name, *method)


NetworkInterface.get_filter_value = _value

if __name__ == "__main__":
    main(sys.argv[1:])
