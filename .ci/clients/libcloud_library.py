"""
Apache Libcloud's OpenStack driver, as far as it speaks to the image service: it lists, shows, updates, and shares. It
creates images of servers alone and deletes them by way of the compute service; glanceclient stands in there.
"""

import os
import urllib.parse

import checks
from libcloud.common.exceptions import BaseHTTPError
from libcloud.compute.base import NodeImageMemberState
from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

BOBS_ACCOUNT = checks.account_of('bob')


def driver_of(user):
    keystone = urllib.parse.urlsplit(os.environ['OS_AUTH_URL'])
    return get_driver(Provider.OPENSTACK)(
        user, os.environ['OS_PASSWORD'], ex_tenant_name=user, ex_force_auth_version='3.x_password',
        ex_force_auth_url=f'{keystone.scheme}://{keystone.netloc}', ex_force_service_region=checks.REGION,
        api_version='2.0')


ALICE, BOB = driver_of('alice'), driver_of('bob')


def ids(driver):
    return [image.id for image in driver.list_images()]


class LibcloudLibrary(checks.ImagesV2):
    def refused(self, code, ask, *arguments):
        with self.assertRaises(BaseHTTPError) as refused:
            ask(*arguments)
        self.assertEqual(code, refused.exception.code)

    def test_show(self):
        made = self.make(name=checks.fresh('Ünï'), min_ram=64, min_disk=2, **checks.PROPERTIES)
        image = ALICE.get_image(made.id)
        self.assertEqual((made.id, made.name, 'active', 'shared', 64, 2, made.created_at, made.updated_at), (
            image.id, image.name, image.extra['status'], image.extra['visibility'], image.extra['minRam'],
            image.extra['minDisk'], image.extra['created'], image.extra['updated']))

    def test_list(self):
        image = self.make(data=None)
        self.assertIn(image.id, ids(ALICE))
        self.assertNotIn(image.id, ids(BOB))
        for other in ({'visibility': 'private'}, {'min_disk': 1}, {'os_type': 'linux'}):
            self.library.images.update(image.id, **other)
            self.assertIn(image.id, ids(ALICE))

    def test_list_of_more_than_a_page(self):
        made = {self.make(data=None).id for _ in range(27)}
        self.assertEqual(made, made & set(ids(ALICE)))
        self.assertEqual(len(ids(ALICE)), len(set(ids(ALICE))))

    def test_update(self):
        image = self.make(data=None, a='1')
        changed = ALICE.ex_update_image(image.id, [
            {'op': 'replace', 'path': '/name', 'value': 'Über'},
            {'op': 'add', 'path': '/c.D:e~1', 'value': ''},
            {'op': 'remove', 'path': '/a'},
            {'op': 'replace', 'path': '/visibility', 'value': 'community'}])
        self.assertEqual(('Über', 'community'), (changed.name, changed.extra['visibility']))
        shown = self.library.images.get(image.id)
        self.assertEqual('', shown['c.D:e/'])
        self.assertNotIn('a', shown)

    def test_visibility(self):
        image = self.make(data=None)
        for visibility, seen in (('private', False), ('community', True), ('shared', False)):
            patch = [{'op': 'replace', 'path': '/visibility', 'value': visibility}]
            self.assertEqual(visibility, ALICE.ex_update_image(image.id, patch).extra['visibility'])
            if seen:
                self.assertEqual(image.id, BOB.get_image(image.id).id)
            else:
                self.refused(404, BOB.get_image, image.id)
            self.assertNotIn(image.id, ids(BOB))

    def test_members(self):
        image = self.make(data=None)
        self.refused(404, BOB.get_image, image.id)
        member = ALICE.ex_create_image_member(image.id, BOBS_ACCOUNT)
        self.assertEqual((BOBS_ACCOUNT, image.id, NodeImageMemberState.PENDING),
                         (member.id, member.image_id, member.state))
        self.assertNotIn(image.id, ids(BOB))
        self.assertEqual(NodeImageMemberState.ACCEPTED, BOB.ex_accept_image_member(image.id, BOBS_ACCOUNT).state)
        self.assertIn(image.id, ids(BOB))
        self.assertEqual([BOBS_ACCOUNT], [one.id for one in ALICE.ex_list_image_members(image.id)])
        self.assertEqual(NodeImageMemberState.ACCEPTED, ALICE.ex_get_image_member(image.id, BOBS_ACCOUNT).state)
        self.refused(409, ALICE.ex_create_image_member, image.id, BOBS_ACCOUNT)
        self.refused(403, ALICE.ex_accept_image_member, image.id, BOBS_ACCOUNT)

    def test_not_found_and_forbidden(self):
        for ask in (ALICE.get_image, ALICE.ex_list_image_members):
            self.refused(404, ask, checks.UNKNOWN)
        image = self.make(data=None, visibility='community')
        self.refused(403, BOB.ex_update_image, image.id, [{'op': 'replace', 'path': '/name', 'value': 'mine'}])


if __name__ == '__main__':
    checks.main()
