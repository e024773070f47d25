package org.plankton.registry.history;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;

/**
 * A registered image and its members, as one registry hands them to another.
 *
 * @param members by account; where one's status is null nobody has told it
 */
public record WholeImage(Image image, SortedMap<String, Membership> members) {
    public static WholeImage of(Image image, List<Member> members) {
        SortedMap<String, Membership> named = new TreeMap<>();
        members.forEach(member -> named.put(member.account(), Membership.of(member)));
        return new WholeImage(image, named);
    }

    /** Without the owner, who is no member of what is theirs. */
    public Map<String, Membership> others() {
        SortedMap<String, Membership> others = new TreeMap<>(members);
        others.remove(image.owner());
        return others;
    }
}
