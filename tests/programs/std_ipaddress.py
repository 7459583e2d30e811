"""ipaddress: addresses and networks of both versions: parsing, arithmetic, properties, subnets, summaries, sorting, formats, errors. Prints them."""
import ipaddress as ip
import pickle


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


for text in ["192.0.2.1", "0.0.0.0", "255.255.255.255", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-1", "a.b.c.d", "", "1.2.3.4/24", "::", "::1", "2001:db8::ff00:42:8329", "2001:0DB8:0:0:0:0:0:1", "::ffff:192.0.2.128", "fe80::1%eth0", "1::2::3", "12345::", ":1", "1:2:3:4:5:6:7:8:9",
             "1:2:3:4:5:6:7::", "g::", "::1.2.3.400", "1:2:3:4:5:6:7", 0, 2 ** 32, -1, 2 ** 128, b"\x01\x02\x03\x04", b"\0" * 16, b"abc", None]:
    try:
        a = ip.ip_address(text)
        print(repr(a), a, a.version, a.exploded, a.compressed, int(a), a.packed.hex(), a.reverse_pointer, a.max_prefixlen)
    except ValueError as e:
        print("ValueError:", e)
for text in ["10.1.2.3", "127.0.0.1", "169.254.1.1", "224.0.0.1", "8.8.8.8", "240.0.0.1", "0.0.0.0", "100.64.0.1", "192.168.1.1", "::1", "fe80::1", "fc00::", "ff02::1", "2001:4860::", "fec0::1", "2002:c000:0204::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::ffff:10.0.0.1"]:
    a = ip.ip_address(text)
    print(text, *[p[3:] for p in dir(a) if p.startswith("is_") and getattr(a, p)], *(x for x in (getattr(a, "sixtofour", None), getattr(a, "teredo", None), getattr(a, "ipv4_mapped", None)) if x))
a = ip.IPv4Address("192.0.2.10")
print(a + 5, a - 11, a < ip.IPv4Address("192.0.2.9"), a == ip.ip_address(3221225994), hash(a) == hash(ip.IPv4Address("192.0.2.10")), f"{a:b}", f"{a:#x}", f"{a:_n}", f"{ip.ip_address('::1'):X}"[-4:], pickle.loads(pickle.dumps(a)) == a, a == "192.0.2.10")
t(lambda: a + 2 ** 32)
t(lambda: a < ip.ip_address("::"))
t(lambda: a < 3)
t(format, a, "q")
t(ip.IPv4Address, "::")
for text in ["192.0.2.0/24", "192.0.2.0/255.255.255.0", "192.0.2.0/0.0.0.255", "192.0.2.1/24", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1/32", "::/129", "10/8", "10.0.0.0/8/8", "10.0.0.0/255.0.255.0", "::/ffff::"]:
    try:
        n = ip.ip_network(text)
        print(repr(n), n.network_address, n.broadcast_address, n.netmask, n.hostmask, n.prefixlen, n.num_addresses, n.with_netmask, n.with_hostmask, n.is_private)
    except ValueError as e:
        print(type(e).__name__ + ":", e)
n = ip.ip_network("192.0.2.0/28")
print(list(n.hosts())[::4], n[0], n[-1], [str(s) for s in n.subnets(2)], [str(s) for s in n.subnets(new_prefix=29)], n.supernet(), n.supernet(new_prefix=20), a in n, ip.ip_address("::") in n, n.overlaps(ip.ip_network("192.0.2.8/29")), len(list(n)))
t(lambda: n[16])
t(lambda: list(n.subnets(20)))
t(lambda: list(n.subnets(new_prefix=20)))
t(n.supernet, 40)
t(ip.ip_network, "192.0.2.7/28")
print(ip.ip_network("192.0.2.7/28", strict=False), ip.IPv4Network(("10.0.0.0", 8)), ip.ip_network((167772160, "255.0.0.0")), list(ip.ip_network("10.0.0.0/31").hosts()), list(ip.ip_network("10.0.0.1").hosts()), list(ip.ip_network("::/127").hosts()))
print([str(x) for x in ip.ip_network("10.0.0.0/29").address_exclude(ip.ip_network("10.0.0.3/32"))], n.compare_networks(ip.ip_network("192.0.2.0/29")), n.subnet_of(ip.ip_network("192.0.2.0/24")), n.supernet_of(n), n < ip.ip_network("192.0.3.0/28"))
t(lambda: list(n.address_exclude(ip.ip_network("10.0.0.0/8"))))
t(n.subnet_of, ip.ip_network("::/0"))
print([str(x) for x in ip.summarize_address_range(ip.ip_address("192.0.2.1"), ip.ip_address("192.0.2.20"))], [str(x) for x in ip.collapse_addresses([ip.ip_network(x) for x in ("10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/24", "10.0.3.0/24", "10.0.3.7/32")])])
t(lambda: list(ip.summarize_address_range(a, ip.ip_address("1.1.1.1"))))
t(lambda: list(ip.collapse_addresses([n, ip.ip_network("::/0")])))
i = ip.ip_interface("192.0.2.5/24")
print(repr(i), i.ip, i.network, i.with_prefixlen, i.with_netmask, i.with_hostmask, i == a, i < ip.ip_interface("192.0.2.5/25"), ip.ip_interface("::1"), hash(i) == hash(ip.ip_interface("192.0.2.5/24")), i + 1)
t(ip.ip_interface, "x")
s = ip.IPv6Address("fe80::1%eth0")
print(s.scope_id, s == ip.IPv6Address("fe80::1"), s, repr(s), ip.v4_int_to_packed(1), ip.v6_int_to_packed(1)[-2:])
mixed = [ip.ip_address(x) for x in ("::2", "10.0.0.2", "::1", "10.0.0.1")] + [ip.ip_network("10.0.0.0/8")]
print([str(x) for x in sorted(mixed, key=ip.get_mixed_type_key)], sorted(ip.ip_network(x) for x in ("10.0.0.0/16", "10.0.0.0/8", "9.0.0.0/8"))[1])


def route(table, address):
    """The most specific route."""
    return max((n for n in table if address in n), key=lambda n: n.prefixlen, default=None)


table = {ip.ip_network(n): v for n, v in {"0.0.0.0/0": "default", "10.0.0.0/8": "ten", "10.1.0.0/16": "one", "10.1.2.0/24": "two"}.items()}
print([table[route(table, ip.ip_address(x))] for x in ("10.1.2.3", "10.1.9.9", "10.9.9.9", "8.8.8.8")])
