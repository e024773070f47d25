package org.plankton.api.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.ImageId;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.request.Caller;

/** Puts together all that people ask of an image. */
final class ImageDetails {
    private static final String PRESENT = "present";

    private final Registry registry;
    private final Catalogue catalogue;
    private final ImageEntries entries;
    private final AccountNames names;
    private final UseCommands commands;

    ImageDetails(Registry registry, Catalogue catalogue, AccountNames names, UseCommands commands) {
        this.registry = registry;
        this.catalogue = catalogue;
        this.entries = new ImageEntries(registry, catalogue);
        this.names = names;
        this.commands = commands;
    }

    /** @throws Fault NOT_FOUND if the image has been unregistered meanwhile */
    ImageDetail of(Caller caller, Image image, String language) {
        ImageEntry entry = entries.of(caller, List.of(image)).stream()
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "there is no such image"));
        Assessment assessment = registry.assess(image);
        return new ImageDetail(
                entry,
                entry.isOwn() || registry.isAdministrator(caller),
                ReasonJson.of(assessment, catalogue, language),
                assessment.logIn() == null ? null : new ImageDetail.LogInName(assessment.logIn()),
                image.metadata().properties().values(),
                entry.isOwn() && image.hasBytes() ? image.location().uri() : null,
                ImageEntry.orNull(image.checksum()),
                ImageEntry.orNull(image.md5()),
                ImageEntry.orNull(image.sha512()),
                file(image),
                members(caller, image),
                commands.of(image),
                successor(caller, image),
                current(caller, image, entry.family()));
    }

    private static ImageDetail.FileState file(Image image) {
        if (!image.hasBytes()) {
            return null;
        }
        return image.found() == null
                ? new ImageDetail.FileState(PRESENT, null)
                : new ImageDetail.FileState(
                        EnumText.of(image.found().finding()),
                        ImageEntry.time(image.found().at()));
    }

    private List<ImageDetail.MemberJson> members(Caller caller, Image image) {
        List<Member> members = registry.listMembers(caller, image.id());
        if (members.isEmpty()) {
            return null;
        }
        Map<String, String> called = called(caller, members);
        return members.stream()
                .map(member -> new ImageDetail.MemberJson(
                        member.account(),
                        called.get(member.account()),
                        EnumText.of(member.status()),
                        member.canShare()))
                .toList();
    }

    /** Whoever asks for an image is told of it, whether anybody tells names or not. */
    private Map<String, String> called(Caller caller, List<Member> members) {
        try {
            return names.names(
                            caller.token(),
                            members.stream().map(Member::account).toList())
                    .orElse(Map.of());
        } catch (Fault fault) {
            return Map.of();
        }
    }

    /** Null if the caller does not see it. */
    private ImageDetail.Successor successor(Caller caller, Image image) {
        return catalogue
                .value(image.metadata().properties(), "successor")
                .flatMap(ImageId::parse)
                .flatMap(id -> seen(caller, id))
                .map(next -> new ImageDetail.Successor(
                        next.id(), ImageEntry.orNull(next.metadata().name())))
                .orElse(null);
    }

    private Optional<Image> seen(Caller caller, String id) {
        try {
            return Optional.of(registry.find(caller, id));
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.NOT_FOUND || fault.kind() == Fault.Kind.HIDDEN) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private String current(Caller caller, Image image, String family) {
        return family == null
                ? null
                : registry.findFamily(caller, family, Optional.of(image.owner())).stream()
                        .map(current -> current.image().id())
                        .filter(id -> !id.equals(image.id()))
                        .findFirst()
                        .orElse(null);
    }
}
