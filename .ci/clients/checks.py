"""What the checks of clients in Python have in common: who is who, and how they end."""

import io
import os
import pty
import subprocess
import sys
import unittest
import uuid

from glanceclient import Client
from glanceclient import exc
from keystoneauth1 import session
from keystoneauth1.identity import v3

REGISTRY = os.environ['REGISTRY']
REGION = os.environ['OS_REGION_NAME']
BYTES = os.urandom(100_000)
UNKNOWN = '00000000-0000-4000-8000-000000000000'
FORMATS = {'disk_format': 'raw', 'container_format': 'bare'}
# What version 2 keeps as it is, and other versions fold or refuse.
PROPERTIES = {
    'os_distro': 'arch',
    'hw.disk:bus': 'virtio',
    'trait:HW_CPU_X86_AVX2': 'required',
    'Capitals': 'Kept',
    'capitals': 'kept, too',
    'empty': '',
    'long': 'Ünï x=y, ' * 400,
}


def session_of(user):
    """A session at Keystone of that user, whose project is called as they are."""
    return session.Session(auth=v3.Password(
        auth_url=os.environ['OS_AUTH_URL'],
        username=user,
        password=os.environ['OS_PASSWORD'],
        project_name=user,
        user_domain_id='default',
        project_domain_id='default'))


def account_of(user):
    return session_of(user).get_project_id()


def library(version, user):
    """glanceclient as that user, for that version of the API."""
    return Client(version, session=session_of(user), region_name=REGION)


def publisher():
    """Whoever may publish images: of Glance an administrator alone."""
    return 'alice' if os.environ['PUBLISH'] == 'anyone' else 'admin'


def fresh(what):
    """A name that no other image has."""
    return f'{what} {uuid.uuid4().hex[:8]}'


def upload_to_swift(user, container, name, content):
    """A file that is no image yet; where it is, as a location of images."""
    swift = f"{os.environ['SWIFT']}/AUTH_{account_of(user)}/{container}"
    session_of(user).put(swift)
    session_of(user).put(f'{swift}/{name}', data=content, headers={'Content-Type': 'application/octet-stream'})
    return f'pithos://{account_of(user)}/{container}/{name}'


class Outcome:
    """What a command wrote, and how it ended."""

    def __init__(self, finished):
        self.status = finished.returncode
        self.output = finished.stdout
        self.text = finished.stdout.decode(errors='replace')
        self.errors = finished.stderr.decode(errors='replace')

    def table(self):
        """The rows of the table that it printed, without the head; of each the columns' texts."""
        lines = [line for line in self.text.splitlines() if line.startswith('|')]
        return [[column.strip() for column in line.strip('|').split('|')] for line in lines[1:]]

    def fields(self):
        """A table of two columns, as names and values."""
        return {row[0]: row[1] for row in self.table()}


def run(*command, user='alice', data=None):
    """
    Runs a command of that user's with these bytes as its input, else at a terminal: some of them take any other input
    for an image.
    """
    environment = dict(os.environ, OS_USERNAME=user, OS_PROJECT_NAME=user)
    keyboard, terminal = pty.openpty()
    try:
        given = {'stdin': terminal} if data is None else {'input': data}
        return Outcome(subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False, **given))
    finally:
        os.close(terminal)
        os.close(keyboard)


class Images(unittest.TestCase):
    """Checks of images of alice's that were made with the library, and are gone after each check."""

    library = library('1', 'alice')

    def make(self, **fields):
        image = self.library.images.create(
            **{'name': fresh('image'), **FORMATS, 'data': io.BytesIO(BYTES), **fields})
        self.end_with_check(image.id)
        return image

    def end_with_check(self, image_id):
        self.addCleanup(self.delete, image_id)

    def delete(self, image_id):
        try:
            self.library.images.update(image_id, protected=False)
            self.library.images.delete(image_id)
        except exc.HTTPNotFound:
            pass  # the check has deleted it


class ImagesV2(Images):
    """The same by version 2, where properties are beside the fields and bytes come after the rest."""

    library = library('2', 'alice')

    def make(self, data=BYTES, **fields):
        """:param data: bytes, or None for an image that gets none"""
        image = self.library.images.create(**{'name': fresh('image'), **FORMATS, **fields})
        self.end_with_check(image.id)
        if data is not None:
            self.library.images.upload(image.id, io.BytesIO(data))
            image = self.library.images.get(image.id)
        return image


def main():
    """Runs all checks of the script; the last line says how many passed and failed."""
    result = unittest.main(verbosity=2, exit=False, warnings='ignore').result
    failed = len(result.failures) + len(result.errors)
    print(f'{max(0, result.testsRun - failed)} passed, {failed} failed', flush=True)
    sys.exit(failed > 0)
