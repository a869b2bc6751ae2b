import { beforeEach, describe, expect, it } from '@jest/globals';
import { registerSigningKey } from '../../src/usecases/register-signing-key.js';
import { signVersion } from '../../src/usecases/sign-version.js';
import { callerOf } from '../fake-ports.js';
import { rejectionOf } from '@sla/testkit/refusal';
import { makeKey } from '../signing.js';
import type { Stage } from '../stage.js';

/** Who signs with what. */
export function signingSuite(stage: Stage): void {
  describe('signing', () => {
    beforeEach(async () => {
      await stage.apply(stage.provider);
      await stage.freeze(stage.provider);
      await stage.register(stage.provider);
    });

    it('the same signature again changes nothing', async () => {
      const once = await stage.sign(stage.provider);
      expect(await stage.sign(stage.provider)).toEqual(once);
    });

    it.each<[string, () => Promise<unknown>, string]>([
      [
        'with a key that nobody has',
        async () => stage.sign(stage.customer, 1, await makeKey('unknown')),
        'agreements.key_not_found',
      ],
      [
        'with the key of the other party',
        () => stage.sign(stage.customer, 1, stage.keyOf('northwind')),
        'agreements.sign_with_foreign_key',
      ],
      ['of another text', () => signText('another text'), 'agreements.signature_wrong'],
      [
        'with another private key',
        async () => stage.sign(stage.provider, 1, await makeKey('northwind-key')),
        'agreements.signature_wrong',
      ],
      [
        'by an auditor of the party',
        () => stage.sign(callerOf(stage.tenant, 'acme', 'auditor')),
        'agreements.role_mismatch',
      ],
    ])('is refused %s', async (_name, call, reason) => {
      expect(await rejectionOf(call())).toBe(reason);
      expect((await stage.get(stage.provider)).versions[0]?.signatures).toEqual([]);
    });

    const signText = async (text: string): Promise<unknown> => {
      const jws = await stage.keyOf('northwind').sign(text);
      return signVersion(stage.world.ports)(stage.provider, {
        agreementId: 'web-shop',
        version: 1,
        keyId: 'northwind-key',
        jws,
      });
    };

    it('is refused for a draft', async () => {
      await stage.apply(stage.provider, { target: '99.95' });
      expect(await rejectionOf(stage.sign(stage.provider, 2))).toBe('agreements.sign_draft');
    });

    it('an unsigned version does not come into force', async () => {
      await stage.sign(stage.provider);
      await expect(stage.activate(stage.provider)).rejects.toMatchObject({
        reason: 'agreements.activate_unsigned',
        params: { missing: 'acme' },
      });
    });
  });

  describe('keys', () => {
    it('the same key again is the same key', async () => {
      expect(await stage.register(stage.provider)).toEqual(await stage.register(stage.provider));
      expect(await stage.world.audit(stage.tenant)).toHaveLength(1);
    });

    it.each<[string, () => Promise<unknown>, string]>([
      [
        'under a taken id',
        async () => stage.register(stage.provider, { ...(await makeKey('x')), keyId: 'northwind-key' }),
        'agreements.key_id_taken',
      ],
      [
        'of another party',
        () => stage.register(stage.customer, stage.keyOf('northwind')),
        'agreements.key_of_another_party',
      ],
      [
        'that is private',
        () =>
          stage.register(stage.customer, {
            ...stage.keyOf('acme'),
            publicJwk: '{"kty":"OKP","crv":"Ed25519","x":"","d":"s3cret"}',
          }),
        'agreements.jwk_private',
      ],
      [
        'with an unusable id',
        () => stage.register(stage.customer, { ...stage.keyOf('acme'), keyId: 'a/b' }),
        'agreements.key_id_malformed',
      ],
    ])('refuses a key %s', async (_name, call, reason) => {
      await stage.register(stage.provider);
      expect(await rejectionOf(call())).toBe(reason);
    });

    it('of two parties that register one key at once, one gets it', async () => {
      const outcomes = await Promise.all(
        [stage.provider, stage.customer].map((caller) => rejectionOf(stage.register(caller, stage.keyOf('globex')))),
      );
      expect(outcomes).toContain('nothing was refused');
      expect(outcomes.find((outcome) => outcome !== 'nothing was refused')).toMatch(
        /^agreements\.(key_of_another_party|key_changed_meanwhile)$/,
      );
    });

    it('registers for the own party only', async () => {
      const { keyId, publicJwk } = stage.keyOf('acme');
      const call = registerSigningKey(stage.world.ports)(stage.provider, { party: 'acme', keyId, publicJwk });
      expect(await rejectionOf(call)).toBe('agreements.key_for_other_party');
    });
  });
}
