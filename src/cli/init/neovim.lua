-- Starts copydesk for the bulletins in this folder. Neovim 0.11 or later reads this file where `vim.o.exrc = true` is set,
-- and asks first whether you trust it.
vim.lsp.config('copydesk', {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'markdown' },
  root_markers = { 'copydesk.toml', '.git' },
})
vim.lsp.enable('copydesk')

-- Safe fixes on saving.
vim.api.nvim_create_autocmd('BufWritePre', {
  pattern = { '*.md', '*.markdown' },
  callback = function(event)
    for _, client in ipairs(vim.lsp.get_clients({ bufnr = event.buf, name = 'copydesk' })) do
      local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
      params.context = { only = { 'source.fixAll.copydesk' }, diagnostics = {} }
      local answer = client:request_sync('textDocument/codeAction', params, 2000, event.buf)
      for _, action in ipairs(answer and answer.result or {}) do
        if not action.edit and client:supports_method('codeAction/resolve') then
          local resolved = client:request_sync('codeAction/resolve', action, 2000, event.buf)
          action = resolved and resolved.result or action
        end
        if action.edit then
          vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
        end
      end
    end
  end,
})
