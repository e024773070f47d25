package org.plankton.registry.writing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Quota;

/**
 * Holds accounts to their quotas, however it is that they come to have another image: an account that would have no
 * more than before is asked nothing, and one that has more than it may keeps it.
 */
public final class QuotaCheck {
    /** From where on an account is near: four fifths of what it may have. */
    private static final int NEAR_PERCENT = 80;

    private QuotaCheck() {}

    /**
     * Looks before an image is written, and before others are told of it, whether its owner may have it. Others may
     * write theirs first, so it is no promise.
     *
     * @param edit as it is going to be written
     * @throws Fault OVER_LIMIT as {@link ImageWriter#write}
     */
    public static void foresee(Tables tables, Caller caller, ImageEdit edit) {
        require(tables, caller, edit, account -> {});
    }

    /**
     * @param lock keeps others from giving the account anything; asked before anything of it is counted
     * @return what the edit brings an account near to
     */
    static List<Journal.Nearing> require(Tables tables, Caller caller, ImageEdit edit, Consumer<String> lock) {
        Map<Quota, Integer> most = new TreeMap<>(caller.view().quotas().most());
        if (edit.after() != null) {
            most.keySet().removeIf(quota -> gain(quota, edit) <= 0);
        }
        if (edit.after() == null || most.isEmpty()) {
            return List.of();
        }
        String owner = edit.after().owner();
        lock.accept(owner);
        List<Journal.Nearing> nearing = new ArrayList<>();
        most.forEach((quota, limit) -> {
            int before = tables.images().countOwned(owner, quota, limit);
            int count = before + gain(quota, edit);
            if (count > limit) {
                throw refusal(caller, owner, quota, limit);
            }
            long near = (limit * (long) NEAR_PERCENT + 99) / 100;
            if (before < near && count >= near) {
                nearing.add(new Journal.Nearing(owner, quota, count, limit));
            }
        });
        return nearing;
    }

    /** How much more of it the owner has after that. */
    private static int gain(Quota quota, ImageEdit edit) {
        String owner = edit.after().owner();
        ImageEdit displaced = edit.displaced();
        return count(quota, edit.after(), owner)
                - count(quota, edit.before(), owner)
                + (displaced == null
                        ? 0
                        : count(quota, displaced.after(), owner) - count(quota, displaced.before(), owner));
    }

    private static int count(Quota quota, Image image, String owner) {
        return image != null && image.owner().equals(owner) && quota.counts(image) ? 1 : 0;
    }

    private static Fault refusal(Caller caller, String owner, Quota quota, int limit) {
        boolean isOwn = owner.equals(caller.account());
        return new Fault(
                Fault.Kind.OVER_LIMIT,
                (isOwn ? "your account" : "owner: that account") + " may have at most " + limit + " " + quota.words()
                        + ", and has as many: " + quota.remedy());
    }
}
