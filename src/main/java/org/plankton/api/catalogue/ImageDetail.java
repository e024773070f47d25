package org.plankton.api.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * An image, with all that people ask of it.
 *
 * @param entry as lists have it
 * @param canChange whether the caller may change it
 * @param reasons why it is not ready, in the caller's language; none if it is
 * @param login by which name one logs in; null: nobody knows
 * @param location null unless it is the caller's, or has no bytes
 * @param checksum the object store's; null: it has no bytes
 * @param md5 null: nobody has computed it; likewise {@code sha512}
 * @param file what is known of its file
 * @param members those that the caller may see; null: none
 * @param use commands to make use of it
 * @param successor which its owner says is to be used instead; null: none
 * @param currentId of its family's current image, if that is another; null: there is none
 */
record ImageDetail(
        @JsonUnwrapped ImageEntry entry,
        boolean canChange,
        List<ReasonJson> reasons,
        LogInName login,
        Map<String, String> properties,
        String location,
        String checksum,
        String md5,
        String sha512,
        FileState file,
        List<MemberJson> members,
        List<UseCommands.Use> use,
        Successor successor,
        String currentId) {
    record LogInName(String name) {}

    /**
     * @param state {@code present}, {@code changed} or {@code gone}
     * @param since null: it is present, as far as is known
     */
    record FileState(String state, String since) {}

    /**
     * @param name what people call it; null: nobody tells
     * @param status what it has said to that
     */
    record MemberJson(String account, String name, String status, boolean canShare) {}

    /** @param name null: it has none */
    record Successor(String id, String name) {}
}
