"""
python-openstackclient's image commands with version 1 of the API, as far as they ever worked.

They speak through openstacksdk, which takes version 1 for version 2 with other fields: it creates and updates with
JSON, which no Glance ever took there; it shows by id what GET of an image answers, which is the image's bytes; it
downloads from a path that version 1 does not have, and writes whatever comes into the file; and it filters by
visibility with a parameter that it refuses itself. In version 1 there are no commands for members. What is left is to
list, and by name to show and to delete. What it cannot do must do no harm.
"""

import checks


def openstack(*arguments, **options):
    return checks.run('/usr/bin/openstack', '--os-image-api-version', '1', 'image', *arguments, **options)


class OpenstackCommand(checks.Images):
    def succeed(self, *arguments, **options):
        done = openstack(*arguments, **options)
        self.assertEqual((0, ''), (done.status, done.errors))
        return done

    def fail_with(self, message, *arguments, **options):
        failed = openstack(*arguments, **options)
        self.assertNotEqual(0, failed.status)
        self.assertIn(message, failed.errors)

    def test_list(self):
        image = self.make()
        row = [image.id, image.name, 'active']
        self.assertIn(row, self.succeed('list').table())
        self.assertNotIn(row, self.succeed('list', user='bob').table())

    def test_list_at_length(self):
        image = self.make(name=checks.fresh('Ünï'), is_public=True, protected=True, properties={'os_family': 'linux'})
        row = next(row for row in self.succeed('list', '--long').table() if row[0] == image.id)
        self.assertEqual([image.id, image.name, 'raw', 'bare', str(image.size), image.checksum, 'active', 'public',
                          'True', image.owner], row[:10])
        self.assertIn("os_family='linux'", row[10])

    def test_list_of_more_than_a_page(self):
        # It ends with the first page, the 25 newest: version 1 tells nothing of a next one, and it never asks for it.
        made = [self.make(data=None).id for _ in range(26)]
        self.assertEqual(set(made[1:]), {row[0] for row in self.succeed('list').table()})

    def test_show_by_name(self):
        image = self.make(min_ram=64, is_public=True, properties={'os_family': 'linux'})
        for user in ('alice', 'bob'):
            shown = self.succeed('show', image.name, user=user).fields()
            self.assertEqual([image.id, image.name, 'raw', 'bare', str(image.size), '64', 'True', image.owner],
                             [shown[field] for field in ('id', 'name', 'disk_format', 'container_format', 'size',
                                                         'min_ram', 'is_public', 'owner')])
            self.assertIn("os_family='linux'", shown['properties'])

    def test_delete_by_name(self):
        images = [self.make(), self.make()]
        self.succeed('delete', *[image.name for image in images])
        self.assertEqual(set(), {image.id for image in images} & {image.id for image in self.library.images.list()})

    def test_delete_of_what_may_not_be_deleted(self):
        image = self.make(is_public=True)
        self.fail_with('access to this image is not allowed', 'delete', image.name, user='bob')
        protected = self.make(protected=True)
        self.fail_with('protected', 'delete', protected.name)
        for kept in (image, protected):
            self.assertEqual('active', self.library.images.get(kept.id).status)

    def test_create_is_refused_and_leaves_nothing(self):
        name = checks.fresh('refused')
        self.fail_with('application/octet-stream', 'create', name, data=checks.BYTES)
        self.assertEqual([], list(self.library.images.list(filters={'name': name})))

    def test_set_is_refused_and_changes_nothing(self):
        image = self.make(properties={'a': '1'})
        self.fail_with('409', 'set', '--name', 'renamed', '--property', 'b=2', image.name)
        shown = self.library.images.get(image.id)
        self.assertEqual((image.name, {'a': '1'}, image.updated_at), (shown.name, shown.properties, shown.updated_at))


if __name__ == '__main__':
    checks.main()
