"""python-glanceclient's command, `glance --os-image-api-version 1`: what people and scripts type."""

import hashlib
import os
import tempfile

import checks

BOBS_ACCOUNT = checks.account_of('bob')
CAROLS_ACCOUNT = checks.account_of('carol')
UNKNOWN = '00000000-0000-4000-8000-000000000000'
FORMATS = ('--disk-format', 'raw', '--container-format', 'bare')


def glance(*arguments, **options):
    # Its version is told on the command line, as people do; the environment's is for the other clients.
    return checks.run('/usr/bin/glance', '--os-image-api-version', '1', *arguments, **options)


class GlanceCommand(checks.Images):
    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(checks.BYTES)
        cls.addClassCleanup(os.unlink, file.name)
        cls.file = file.name

    def create(self, *arguments, **options):
        created = self.succeed('image-create', *FORMATS, *arguments, **options).fields()
        self.end_with_check(created['id'])
        return created

    def succeed(self, *arguments, **options):
        done = glance(*arguments, **options)
        self.assertEqual((0, ''), (done.status, done.errors))
        return done

    def fail_with(self, message, *arguments, **options):
        failed = glance(*arguments, **options)
        self.assertNotEqual(0, failed.status)
        self.assertIn(message, failed.errors)
        self.assertNotIn('Traceback', failed.errors)

    def test_create_from_a_file_and_show_it_by_id_and_by_name(self):
        created = self.create('--name', checks.fresh('image'), '--file', self.file, '--property', 'os_family=my linux',
                              '--min-ram', '64', '--is-public', 'True')
        self.assertEqual(('active', str(len(checks.BYTES)), hashlib.md5(checks.BYTES).hexdigest(), 'True', '64'),
                         tuple(created[field] for field in ('status', 'size', 'checksum', 'is_public', 'min_ram')))
        for image in (created['id'], created['name']):
            shown = self.succeed('image-show', image).fields()
            self.assertEqual('my linux', shown["Property 'os_family'"])
            for field in ('id', 'name', 'status', 'size', 'checksum', 'is_public', 'min_ram', 'owner', 'created_at'):
                self.assertEqual(created[field], shown[field], field)

    def test_create_from_the_input(self):
        created = self.create('--name', checks.fresh('input'), data=checks.BYTES)
        self.assertEqual(('active', hashlib.md5(checks.BYTES).hexdigest()), (created['status'], created['checksum']))

    def test_create_from_an_empty_input(self):
        # It sends chunks without a byte then, as it does wherever no terminal is its input: that is no upload.
        created = self.create('--name', checks.fresh('empty'), data=b'')
        self.assertEqual(('queued', '0'), (created['status'], created['size']))
        updated = self.succeed('image-update', created['id'], '--min-ram', '64', data=b'').fields()
        self.assertEqual(('queued', '64'), (updated['status'], updated['min_ram']))

    def test_create_from_a_location(self):
        location = checks.upload_to_swift('alice', 'files', 'command.raw', checks.BYTES)
        created = self.create('--name', checks.fresh('located'), '--location', location)
        self.assertEqual(('active', str(len(checks.BYTES))), (created['status'], created['size']))

    def test_reserve_and_upload_later(self):
        created = self.create('--name', checks.fresh('reserved'))
        self.assertEqual('queued', created['status'])
        updated = self.succeed('image-update', created['id'], '--file', self.file).fields()
        self.assertEqual(('active', str(len(checks.BYTES))), (updated['status'], updated['size']))

    def test_list(self):
        image = self.make(name=checks.fresh('Ünï/x:y%z'))
        row = [image.id, image.name, 'raw', 'bare', str(image.size), 'active']
        self.assertIn(row, self.succeed('image-list').table())
        self.assertEqual([row], self.succeed('image-list', '--name', image.name).table())
        self.assertNotIn(row, self.succeed('image-list', user='bob').table())

    def test_list_by_filters(self):
        image = self.make(properties={'distribution': 'arch'})
        listed = self.succeed(
            'image-list', '--property-filter', 'distribution=arch', '--status', 'active', '--size-min', '1',
            '--page-size', '1', '--sort-key', 'size', '--sort-dir', 'desc', '--is-public', 'False')
        self.assertIn(image.id, [row[0] for row in listed.table()])
        self.assertEqual([], self.succeed('image-list', '--property-filter', 'distribution=none').table())

    def test_download_by_id_and_by_name(self):
        image = self.make()
        self.assertEqual(checks.BYTES, self.succeed('image-download', image.id).output)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, 'image')
            self.succeed('image-download', image.name, '--file', file)
            with open(file, 'rb') as downloaded:
                self.assertEqual(checks.BYTES, downloaded.read())

    def test_update_by_id_and_by_name(self):
        image = self.make(properties={'a': '1', 'b': '2'})
        name = checks.fresh('Über')
        self.succeed('image-update', image.id, '--name', name, '--property', 'b=3')
        updated = self.succeed('image-update', name, '--property', 'c=x y').fields()
        self.assertEqual(['1', '3', 'x y'], [updated[f"Property '{key}'"] for key in 'abc'])
        purged = self.succeed('image-update', image.id, '--purge-props', '--property', 'd=4').fields()
        self.assertEqual(["Property 'd'"], [field for field in purged if field.startswith('Property')])

    def test_members_by_id_and_by_name(self):
        image = self.make()
        self.succeed('member-create', image.name, BOBS_ACCOUNT)
        self.succeed('member-create', image.id, CAROLS_ACCOUNT, '--can-share')
        self.assertEqual({(image.id, BOBS_ACCOUNT, ''), (image.id, CAROLS_ACCOUNT, 'True')},  # it prints no False
                         {tuple(row) for row in self.succeed('member-list', '--image-id', image.id).table()})
        shared = self.succeed('member-list', '--tenant-id', BOBS_ACCOUNT, user='bob').table()
        self.assertIn(image.id, [row[0] for row in shared])
        self.assertEqual(checks.BYTES, self.succeed('image-download', image.name, user='bob').output)
        self.succeed('member-delete', image.name, BOBS_ACCOUNT)
        self.succeed('member-delete', image.id, CAROLS_ACCOUNT)
        self.assertEqual([], self.succeed('member-list', '--image-id', image.id).table())

    def test_delete_by_id_and_by_name(self):
        images = [self.make() for _ in range(3)]
        self.succeed('image-delete', images[0].id, images[1].name)
        self.succeed('image-delete', images[2].name)
        self.fail_with(f"No image with a name or ID of '{images[0].id}' exists.", 'image-show', images[0].id)
        left = {row[0] for row in self.succeed('image-list').table()}
        self.assertEqual(set(), left & {image.id for image in images})

    def test_not_found(self):
        for image, command in (('nosuch', 'image-show'), (UNKNOWN, 'image-show'), (UNKNOWN, 'image-download'),
                               (UNKNOWN, 'image-update'), (UNKNOWN, 'image-delete')):
            self.fail_with(f"No image with a name or ID of '{image}' exists.", command, image)
        self.fail_with('HTTP there is no such image', 'member-list', '--image-id', UNKNOWN)

    def test_what_is_anothers_is_not_found(self):
        image = self.make()
        for command in ('image-show', 'image-download', 'image-delete'):
            self.fail_with('exists.', command, image.id, user='bob')

    def test_forbidden(self):
        image = self.make(is_public=True)
        self.fail_with('HTTP ', 'image-update', image.id, '--name', 'mine', user='bob')
        refused = self.succeed('image-delete', image.id, user='bob')  # it says so, and ends as if all were well
        self.assertIn(f'Unable to delete image {image.id}', refused.text)
        self.assertEqual(image.name, self.library.images.get(image.id).name)

    def test_protected(self):
        image = self.make(protected=True)
        self.assertIn('protected', self.succeed('image-delete', image.id).text)
        self.succeed('image-update', image.id, '--is-protected', 'False')
        self.assertEqual('', self.succeed('image-delete', image.id).text)

    def test_malformed(self):
        self.fail_with('disk-format', 'image-create', '--disk-format', 'floppy', '--container-format', 'bare')
        self.fail_with('checksum', 'image-create', *FORMATS, '--file', self.file, '--checksum', '0' * 32)

    def test_bytes_of_an_image_that_has_some(self):
        self.fail_with('Unable to upload image data', 'image-update', self.make().id, '--file', self.file)

    def test_endpoint_and_token_without_a_catalogue(self):
        image = self.make()
        token = checks.session_of('alice').get_token()
        direct = ('--os-image-url', checks.REGISTRY, '--os-auth-token')
        self.assertIn(image.id, [row[0] for row in self.succeed(*direct, token, 'image-list').table()])
        self.fail_with('Invalid OpenStack Identity credentials', *direct, 'nobodys', 'image-list')


if __name__ == '__main__':
    checks.main()
