package io.disconnectalerts.vendors;

import java.util.List;

/** The addresses a robot listens to: {@code 10.0.0.1}, {@code 10.0.0.*} or {@code 10.0.0.0/24}; empty = everybody. */
record IpList(List<String> entries) {

    boolean allows(String address) {
        return entries.isEmpty() || entries.stream().anyMatch(entry -> matches(entry, address));
    }

    private static boolean matches(String entry, String address) {
        if (entry.endsWith("*")) {
            return address.startsWith(entry.substring(0, entry.length() - 1));
        }
        String[] network = entry.split("/");
        int ignored = network.length == 1 ? 0 : 32 - Integer.parseInt(network[1]);
        return number(network[0]) >>> ignored == number(address) >>> ignored;
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }
}
