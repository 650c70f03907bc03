import axios, { AxiosError, type AxiosInstance } from 'axios';

/** A workflow as n8n's editor API gives it. */
export interface StoredWorkflow {
  id: string;
  name: string;
  versionId: string;
  activeVersionId: string | null;
  isArchived?: boolean;
  nodes: Record<string, unknown>[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
  checksum?: string;
}

/** What n8n said no to, in its own words. */
export class N8nRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'N8nRefused';
  }
}

/** The editor's own API, as the logged-in owner: it takes workflow ids, which the public API refuses. */
export class N8nApi {
  private constructor(private readonly http: AxiosInstance) {}

  /** Logs in; waits for the owner account, which n8n makes shortly after it says that it is ready. */
  static async login(url: string, email: string, password: string): Promise<N8nApi> {
    const http = axios.create({
      baseURL: `${url}/rest`,
      timeout: 60_000,
      headers: { 'browser-id': 'cake-order-sandbox' },
    });
    const deadline = Date.now() + 60_000;
    for (;;) {
      try {
        const { headers } = await http.post('/login', { emailOrLdapLoginId: email, password });
        http.defaults.headers.common.cookie = (headers['set-cookie'] ?? [])
          .map((cookie) => cookie.split(';')[0])
          .join('; ');
        return new N8nApi(http);
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`n8n does not let its owner in: ${(error as Error).message}`);
        await new Promise((done) => setTimeout(done, 250));
      }
    }
  }

  private async call<T>(method: string, path: string, data?: unknown): Promise<T> {
    try {
      const answer = await this.http.request<{ data: T }>({ method, url: path, data });
      return answer.data.data;
    } catch (error) {
      const { response, message } = error as AxiosError<{ message?: string }>;
      throw new N8nRefused(response?.status ?? 0, response?.data?.message ?? message);
    }
  }

  createCredential(name: string, type: string, data: Record<string, unknown>): Promise<{ id: string }> {
    return this.call('POST', '/credentials', { name, type, data });
  }

  updateCredential(id: string, name: string, type: string, data: Record<string, unknown>): Promise<{ id: string }> {
    return this.call('PATCH', `/credentials/${id}`, { name, type, data });
  }

  /** Null when there is none. */
  async workflow(id: string): Promise<StoredWorkflow | null> {
    try {
      return await this.call<StoredWorkflow>('GET', `/workflows/${id}`);
    } catch (error) {
      if (error instanceof N8nRefused && (error.status === 404 || error.status === 403)) return null;
      throw error;
    }
  }

  createWorkflow(workflow: object): Promise<StoredWorkflow> {
    return this.call('POST', '/workflows', workflow);
  }

  updateWorkflow(id: string, changes: object): Promise<StoredWorkflow> {
    return this.call('PATCH', `/workflows/${id}`, changes);
  }

  /** Publishes the saved draft. Fails with n8n's words if a trigger refuses. */
  publish(workflow: { id: string; versionId: string }): Promise<StoredWorkflow> {
    return this.call('POST', `/workflows/${workflow.id}/activate`, { versionId: workflow.versionId });
  }

  unpublish(id: string): Promise<StoredWorkflow> {
    return this.call('POST', `/workflows/${id}/deactivate`, {});
  }

  /** `not_published`, `in_progress`, `published`, `partial` or `failed`, and how each trigger stands. */
  publicationStatus(
    id: string,
  ): Promise<{ status: string; triggers: { nodeId: string; status: string; errorMessage: string | null }[] }> {
    return this.call('GET', `/workflows/${id}/publication-status`);
  }

  /** Runs a workflow by hand from a trigger node, as the editor's button does. */
  runManually(workflow: StoredWorkflow, triggerName: string): Promise<{ executionId?: string }> {
    return this.call('POST', `/workflows/${workflow.id}/run`, {
      workflowData: workflow,
      triggerToStartFrom: { name: triggerName },
    });
  }

  executions(filter: object): Promise<{ results: { id: string; status: string; workflowId: string }[] }> {
    return this.call('GET', `/executions?filter=${encodeURIComponent(JSON.stringify(filter))}&limit=50`);
  }

  execution(id: string): Promise<{ status: string; data: string }> {
    return this.call('GET', `/executions/${id}`);
  }
}
