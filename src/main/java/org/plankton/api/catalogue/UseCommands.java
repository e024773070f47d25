package org.plankton.api.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.plankton.registry.image.Image;

/** Commands that make use of an image, for people to copy: with its id, and the addresses of this cloud. */
final class UseCommands {
    private final Site site;
    private final String base;

    /** @param base where clients reach the service */
    UseCommands(Site site, String base) {
        this.site = site;
        this.base = base;
    }

    /**
     * What is typed, where words in capitals are to be replaced.
     *
     * @param tool {@code openstack}, {@code kamaki}, {@code curl} or {@code terraform}
     */
    record Use(String tool, String commands) {}

    List<Use> of(Image image) {
        String id = image.id();
        List<Use> uses = new ArrayList<>();
        uses.add(new Use("openstack", "openstack server create --image " + id + " --flavor FLAVOR NAME"));
        if (site.store().equals("pithos")) {
            uses.add(new Use("kamaki", "kamaki server create --image-id " + id + " --flavor-id FLAVOR --name NAME"));
        }
        uses.add(new Use(
                "curl",
                "curl -f -H \"X-Auth-Token: $TOKEN\" -o " + id + ".img \\\n    " + base + "/v2/images/" + id
                        + "/file"));
        uses.add(new Use("terraform", """
                data "openstack_images_image_v2" "image" {
                  image_id = "%s"
                }""".formatted(id)));
        return uses;
    }
}
