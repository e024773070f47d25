package org.plankton.registry.request;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How much one account may have, the same for all, and over whichever wire.
 *
 * @param most how much of each; without one that is not in it an account may have any number
 */
public record Quotas(Map<Quota, Integer> most) {
    /** As much as there is room for. */
    public static final Quotas NONE = new Quotas(Map.of());

    public Quotas {
        most = Map.copyOf(most);
    }

    /** Empty if it is not limited. */
    public OptionalInt of(Quota quota) {
        Integer limit = most.get(quota);
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }
}
