/** What the pages read and change of people: sign-ins, the team, keys, who did what. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { writeKey } from "../session/key";
import { heldSession, isSamePerson, keepSession } from "../session/session";
import { client, done, unwrap } from "./client";
import type { KeyDraft, KeyMode, Role, Session, SignIn, SignUp } from "./types";

const PAGE_ITEMS = 50;

/** Asks the server who the cookie is of; nobody where it does not know. */
export async function recallSession(): Promise<void> {
  const { data } = await client.GET("/v1/session").catch(() => ({ data: undefined }));
  keepSession(data ?? null);
}

/** Puts somebody who signs in again where they were: the organisation, live or test data. */
async function resumed(session: Session, before: Session | null): Promise<Session> {
  if (!before || !isSamePerson(before, session)) return session;
  const { organisation, mode } = before;
  if (session.organisation.id === organisation.id && session.mode === mode) return session;
  const { data } = await client.PATCH("/v1/session", {
    body: { organisation: organisation.id, mode },
    headers: { "X-Csrf-Token": session.csrf_token },
  });
  return data ?? session;
}

/** Whoever comes in sees nothing of who was there before, unless it was themselves. */
function useEntry<W>(enter: (wish: W) => Promise<Session>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (wish: W) => resumed(await enter(wish), heldSession()),
    onSuccess: (session) => {
      const goesOn = isSamePerson(heldSession(), session);
      if (!goesOn) cache.clear();
      writeKey(null);
      if (location.hash.startsWith("#/join/")) location.hash = "";
      keepSession(session);
      if (goesOn) void cache.invalidateQueries();
    },
  });
}

export const useSignIn = () =>
  useEntry((body: SignIn) => unwrap(client.POST("/v1/session", { body })));

export const useSignUp = () =>
  useEntry((body: SignUp) => unwrap(client.POST("/v1/accounts", { body })));

export const useJoin = () =>
  useEntry((body: { secret: string; name: string; password: string }) =>
    unwrap(client.POST("/v1/invitations/accept", { body })),
  );

export function useSwitch() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { organisation?: string; mode?: KeyMode }) =>
      unwrap(client.PATCH("/v1/session", { body })),
    onSuccess: (session) => {
      keepSession(session);
      return cache.invalidateQueries();
    },
  });
}

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (everywhere: boolean) =>
      done(everywhere ? client.DELETE("/v1/sessions") : client.DELETE("/v1/session")),
    onSuccess: () => {
      cache.clear();
      keepSession(null);
    },
  });
}

export const usePasswordChange = () =>
  useMutation({
    mutationFn: (body: { current: string; new: string }) =>
      done(client.PUT("/v1/account/password", { body })),
  });

export function useMembers() {
  return useQuery({
    queryKey: ["team", "members"],
    queryFn: () => unwrap(client.GET("/v1/members")),
  });
}

export function useInvitations() {
  return useQuery({
    queryKey: ["team", "invitations"],
    queryFn: () => unwrap(client.GET("/v1/invitations")),
  });
}

/** A change of the team, after which it is read anew. */
function useTeamChange<W, A>(change: (wish: W) => Promise<A>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ["team"] }),
        cache.invalidateQueries({ queryKey: ["audit"] }),
      ]),
  });
}

export const useRoleChange = () =>
  useTeamChange(({ id, role }: { id: string; role: Role }) =>
    done(client.PATCH("/v1/members/{id}", { params: { path: { id } }, body: { role } })),
  );

export const useMemberRemoval = () =>
  useTeamChange((id: string) =>
    done(client.DELETE("/v1/members/{id}", { params: { path: { id } } })),
  );

export const useInvite = () =>
  useTeamChange((body: { email: string; role: Role }) =>
    unwrap(client.POST("/v1/invitations", { body })),
  );

export const useWithdrawal = () =>
  useTeamChange((id: string) =>
    done(client.DELETE("/v1/invitations/{id}", { params: { path: { id } } })),
  );

export function useKeys() {
  return useQuery({
    queryKey: ["team", "keys"],
    queryFn: () => unwrap(client.GET("/v1/keys", { params: { query: { limit: PAGE_ITEMS } } })),
  });
}

export const useKeyCreation = () =>
  useTeamChange((body: KeyDraft) => unwrap(client.POST("/v1/keys", { body })));

export const useKeyRevocation = () =>
  useTeamChange((id: string) => done(client.DELETE("/v1/keys/{id}", { params: { path: { id } } })));
