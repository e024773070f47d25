package org.plankton.api.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Addresses of others, one by one or by what they begin with. */
public record Networks(List<Network> networks) {
    /** This machine. */
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

    private static final String NO_NETWORK = "must be addresses or networks such as 192.0.2.1, 10.0.0.0/8 or"
            + " 2001:db8::/32, with commas or blanks between them; or loopback, or none";

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    /** Of IPv6 only the characters: Java looks no name up that begins like that and has a colon. */
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    /**
     * Addresses that begin alike.
     *
     * @param bits how many of the address's count
     */
    public record Network(InetAddress address, int bits) {
        private static Network of(String text) {
            String[] parts = text.split("/", 2);
            InetAddress address =
                    Networks.address(parts[0]).orElseThrow(() -> new IllegalArgumentException(NO_NETWORK));
            int longest = address.getAddress().length * 8;
            if (parts.length == 1) {
                return new Network(address, longest);
            }
            if (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > longest) {
                throw new IllegalArgumentException(
                        "must have a number from 0 to " + longest + " behind the slash of " + address.getHostAddress());
            }
            return new Network(address, Integer.parseInt(parts[1]));
        }

        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * @param text addresses and networks with commas or blanks between them; {@code loopback} for this machine's;
     *     {@code none} for none
     * @throws IllegalArgumentException if it is none of that
     */
    public static Networks of(String text) {
        if (text.strip().equals("none")) {
            return new Networks(List.of());
        }
        return new Networks(Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .flatMap(word -> word.equals("loopback") ? LOOPBACK.stream() : Stream.of(word))
                .map(Network::of)
                .toList());
    }

    /** Whether it is in one of them; false of what is no address. */
    public boolean contain(String address) {
        return address(address).filter(this::contain).isPresent();
    }

    boolean contain(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * The address that is written there; empty if it is none. No name is ever looked up.
     *
     * @param text may be in brackets, and may name the interface behind a percent sign, as containers write IPv6
     */
    static Optional<InetAddress> address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int scope = bare.indexOf('%');
        String literal = scope < 0 ? bare : bare.substring(0, scope);
        if (!ADDRESS.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) { // colons that are no address
            return Optional.empty();
        }
    }
}
