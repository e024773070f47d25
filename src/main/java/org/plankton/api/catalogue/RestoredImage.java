package org.plankton.api.catalogue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;

/**
 * What an image is once it has been restored, in the words of its history.
 *
 * @param state all that is so of the image, by its names; what it has not is left out
 */
record RestoredImage(String id, Map<String, Object> state) {
    static String of(Image image, List<Member> members) {
        Map<String, Membership> shared = members.stream().collect(Collectors.toMap(Member::account, Membership::of));
        return RecordJson.of(
                new RestoredImage(image.id(), ImageState.of(image, shared).values()));
    }
}
