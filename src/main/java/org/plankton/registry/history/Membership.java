package org.plankton.registry.history;

import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;

/**
 * What an account that an image is shared with may, and says to it.
 *
 * @param canShare whether it may share the image with others in its turn
 */
public record Membership(boolean canShare, MemberStatus status) {
    public static Membership of(Member member) {
        return new Membership(member.canShare(), member.status());
    }
}
