/** To be imported before n8n-core: its log would repeat on the console every fault that a test causes on purpose. */
process.env.N8N_LOG_LEVEL ??= 'silent';
