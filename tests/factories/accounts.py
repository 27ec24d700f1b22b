"""Passkeys that look real to the pages that list and offer them. No device holds their other half."""

from __future__ import annotations

import secrets

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from access.models import User


def credential() -> dict:
    """Return what is stored of a new passkey."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid.NONE, secrets.token_bytes(16), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost"), flags, 0, held)
    answer = RegistrationResponse(
        raw_id=held.credential_id,
        response=AuthenticatorAttestationResponse(
            client_data=CollectedClientData.create("webauthn.create", secrets.token_bytes(16), "http://localhost"),
            attestation_object=AttestationObject.create("none", data, {}),
        ),
    )
    return dict(answer)


def passkey(user: User, name: str = "My phone") -> Authenticator:
    """Give this account a passkey of its own, in place of the one that everybody in the cast has."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).delete()
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": credential()}
    )
