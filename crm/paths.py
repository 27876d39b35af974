"""Where things lie: the shipped resources, the user's data folder, and whether a path is on a network share."""

from __future__ import annotations

import os
from pathlib import Path

_REMOTE_DRIVE = 4
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"})


def resources() -> Path:
    """The folder of shipped data: beside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def user_data() -> Path:
    """The folder of this user's data: the default database and the user's own resources."""
    from platformdirs import user_data_path  # 20 ms of import: not before the window is painted

    return user_data_path("incubator-crm", appauthor=False)


def user_resources() -> Path:
    """The folder whose files are laid over the shipped resources of the same name."""
    return user_data() / "resources"


def user_logs() -> Path:
    """The folder of log files."""
    from platformdirs import user_log_path  # the same

    return user_log_path("incubator-crm", appauthor=False)


def default_database() -> Path:
    """The database that is opened when none is named."""
    return user_data() / "incubator.db"


def demo_database() -> Path:
    """The database of the demo, a file of its own beside the user's, so that nothing mixes."""
    return user_data() / "demo" / "demo.db"


def is_on_network(path: str | Path) -> bool:
    """Whether *path* is on a network share, as far as the system says: UNC and remote drives, NFS, SMB."""
    absolute = Path(path).absolute()
    if os.name == "nt":
        anchor = absolute.anchor
        return anchor.startswith("\\\\") or _drive_type(anchor) == _REMOTE_DRIVE
    return _mount_type(absolute) in _NETWORK_FILE_SYSTEMS


def _drive_type(anchor: str) -> int:
    """Windows' own number for the kind of a drive; 0, unknown, elsewhere."""
    import ctypes  # like platformdirs: not before the window is painted

    windows = getattr(ctypes, "windll", None)
    return 0 if windows is None else int(windows.kernel32.GetDriveTypeW(anchor))


def _mount_type(path: Path) -> str:
    """Linux: the file system of the longest mount point above *path*; empty where it cannot be told."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split(" ")
        point = parts[1].replace("\\040", " ")
        if len(point) > len(best) and path.is_relative_to(point):
            best, kind = point, parts[2]
    return kind
