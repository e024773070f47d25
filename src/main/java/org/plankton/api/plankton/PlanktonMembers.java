package org.plankton.api.plankton;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plankton.api.words.JsonBody;
import org.plankton.api.words.MembersJson;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;

/**
 * Members as Plankton's own wire reads and writes them: {@code can_share} is always false in
 * answers, and ignored in requests.
 */
final class PlanktonMembers {
    private PlanktonMembers() {}

    /** Guide: "List Image Memberships". */
    static String members(List<Member> members) {
        return MembersJson.members(
                members.stream().map(member -> member.withCanShare(false)).toList());
    }

    /** Guide: "List Shared Images". */
    static JsonBody sharedImages(Consumer<Consumer<SharedImage>> images) {
        return MembersJson.sharedImages(
                reader -> images.accept(image -> reader.accept(new SharedImage(image.id(), image.createdAt(), false))));
    }

    /**
     * Guide: "Replace a Membership List".
     *
     * @throws org.plankton.registry.image.Fault as {@link MembersJson#accounts}
     */
    static Map<String, Optional<Boolean>> memberships(InputStream body) throws IOException {
        return MembersJson.accounts(body).stream()
                .collect(Collectors.toMap(Function.identity(), account -> Optional.empty()));
    }
}
